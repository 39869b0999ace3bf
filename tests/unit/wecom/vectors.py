"""WeCom's callback cryptography, worked by hand and agreed upon by three implementations.

Made-up corps and keys; what is random in a real message is fixed so that it can be computed again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vector:
    """One sealed message with everything that went into it."""

    name: str
    token: str
    aes_key: str
    receive_id: str
    timestamp: str
    nonce: str
    random16: str
    signature: str
    plain: str
    sealed: str


VECTORS = (
    Vector(
        name="V1",
        token="SalesBotToken2026",
        aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receive_id="ww1a2b3c4d5e6f7081",
        timestamp="1763712000",
        nonce="1597212914",
        random16="abcdefghijklmnop",
        signature="440b12fd217388f0247323e7bd1c8d7394b309c8",
        plain="4375120948345356249",
        sealed="8Q6sFaw1Cb9qj7RuhNb60mesADt2GBf/Sc0f5F7U6dy50oVFy9nNHKdXDKjf9MBqA1h0ccla+v5HwCfli7uvqg==",
    ),
    Vector(
        name="V2",
        token="SalesBotToken2026",
        aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receive_id="ww1a2b3c4d5e6f7081",
        timestamp="1763712005",
        nonce="372623149",
        random16="0123456789ABCDEF",
        signature="909eeed77bb5c91d998aabc9e6b27a02adc06afc",
        plain="<xml><ToUserName><![CDATA[ww1a2b3c4d5e6f7081]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1763712004</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[今天跟进王总，报价 120万 👍]]></Content><MsgId>7412345678901234567</MsgId><AgentID>1000002</AgentID></xml>",  # noqa: E501
        sealed="t3HMtzjTyzLUlMuBGlmNF1HOPMsNzxsPnfh9n/lAe9HcVM6JdzuiDdQYfNiqFwiANS9hVViuclvzN/AnlBS6y1G/abys11Dc9Y1PdKuqBUFMkBBBon0jF5FbgqgsL0EC3sEFgQgp08Wt3vcJ57DfUsndIrMFRGVd2+5HG9gplijvdeGAK+5K1rC5vxzfZBhdsh1GhG/JbLox8Lxy3ObctpjLgLcQAXFFFFi+riKiiYcdauu/ltiKkVTcTkb4WPqKPYqBG851Qr26BstOK7U4+ADI6G0xAr4cWsx8zRZhpP9qoFR58VtnxmFn1iMZhYN+PLXZD7yGKgw4762eFkWtccMUhiFRmRK3bLy6wUlgqNIpP2C+ojy4BY8STaJtxpkvvKVOKw5mCmyz7NDvY7taxreEN0pv4Zy9NpNZeA7qzvGu6ByH5SOy8jxZwo4MJPRzFLq2xumZ//OYmLdYDfRasV3tdTL9kM0Ox7kwrM4uXYlRJ+2qav5fzslEfopMjNaq",
    ),
    Vector(
        name="V3",
        token="r7Kd3",
        aes_key="7WfQ2mZpR9sKcX4vNtB8yHjL1aUeGdO5iTqMwPzCbE0",
        receive_id="ww1a2b3c4d5e6f7081",
        timestamp="1763712064",
        nonce="9a8b7c6d",
        random16="ZYXWVUTSRQPONMLK",
        signature="cddf527d664690317d7467ea764dac8866d15a2e",
        plain="<xml><ToUserName><![CDATA[ww1a2b3c4d5e6f7081]]></ToUserName><FromUserName><![CDATA[lisi]]></FromUserName><CreateTime>1763712063</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[confirm]]></EventKey><TaskId><![CDATA[deal-42_v3@20261121]]></TaskId><CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[RC_abc123]]></ResponseCode><AgentID>1000002</AgentID><SelectedItems><SelectedItem><QuestionKey><![CDATA[stage]]></QuestionKey><OptionIds><OptionId><![CDATA[won]]></OptionId></OptionIds></SelectedItem></SelectedItems></xml>",
        sealed="bFjdQa2OWEAItGCUI8wloDX/bV2fqeUxQrDokjLdvsEYav7xizuu52eu5BTNTXaEb7biQ36VKdrsmoDvByowK3V+pBzkNeIsiDvDLUlRsRo2Qbqy9kghZARuiH4ndIZ3y4TcQOEFzl22kdp5n7mh36alU4dbb175KJkK98+WjC7d9yq3zRqQpvU1ccmdd72iZezvAxhp0ZNOFT22tmI1qZajkFQZZdDB0AMBUQd2yBZq85uh0PU1bbGhxd3BjaKzRLzF/L+r4KoBYjRzpFaq5zfg6+S7pHdf0D7i5otynH2FetnMP31Coe+D2MSlv4yFBk1xVE5i7P61HaEaBn23i1DSXRIBV5VtpJ688lZ57Or/4z9vjD4F4kFi0jJRLfeH7S71HEnflyvR520qajPkkVWfxvwUe/yapwXUmxI++RvYpK/8cn50nirQ8pQIlFAVzH1ytw7iH/IPyK1zFYSnDIDFF0DbG53NOt9q6Qx45eLOVjPtjrlFD40O5AHMaru0keasl6f4SUKDO9AKYFAhg5FlN49SkNYpoTHyDlvajibDIPKdph0ZitD6W7QC7N5nkb7AbsDCybcHnI7K0YgWZcucwxaKn/q3UdwD1L8gVMcuXmm3ho/i4RU/p2Q6R4nsAY2GM8d80oy4csHgCVMsI4H2mby06sP5fP9eDBwNva0EbK3c45HUiEYN0TJfaMmybCWDe0xZl01N5VuA2BnZBJ++fuqmVPcCwM8g7VzI7tLC5/uKOtO51tkZeDdlLjXqEVLKHxgy4kv6SV+3qQrxazWI9bRWJULKlGW/pU8FJmtERJjGHK+D6lgshHn7ffLr9UtfMYwVi8dozUBqkVrGztpVO/AX0F9UooTuOyhmAJNAM7Yg3l9/Xg2TmRgjSmP2",
    ),
    Vector(
        name="V4",
        token="SalesBotToken2026",
        aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receive_id="ww1a2b3c4d5e6f7081",
        timestamp="1763712006",
        nonce="reply0001",
        random16="fixedrandom16byt",
        signature="b094c117848c052351f19f3fab21691356a0cb16",
        plain="<xml><ToUserName><![CDATA[zhangsan]]></ToUserName><FromUserName><![CDATA[ww1a2b3c4d5e6f7081]]></FromUserName><CreateTime>1763712006</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[已记录]]></Content></xml>",
        sealed="u/MF4x8HwHfPh0+YC2I1qswQ3mQJUkSB5L2qd1Zo66CkiU0Pm/brxwQdoa+USiNjDFRoW3cDftza/yMJFKxA4iLrZ2RXiFCIc1N/ic81T029WcbMA2u7PzPg7Lq+H7OPbnGp16oG3HnB9MeQSuCBDYNmBKhHufDSRP9OSxItM7OTmwIdGUzBeHCltJCrJWaH+8YKAiBv1slQrXdgo8a48MEFgJZN0IfKU1V4ZAX9I6hBmBRmOVnX4cLpkcjSPeOVUktbVmUbkByLvDJ93GGsF5EayXeEfnvi2KBp5pLGvPRpSnvQ8gvGIB2f2KG5NYLDBc9JhYxKNRNH0wiEg8SUBLF5SM8XR1eqZunbOGSVWAX0tAfmBYJbHHgiko9UrNR7",
    ),
    Vector(
        name="V5",
        token="r7Kd3",
        aes_key="Qm9vdHN0cmFwU2FsZXNBc3Npc3RhbnRLZXkyMDI2Xxx",
        receive_id="",
        timestamp="1763712100",
        nonce="1372623149",
        random16="0000111122223333",
        signature="36d2ebc334a029d28a0fd73c34025f191f75f2a8",
        plain='{"msgid":"MSG1","aibotid":"BOT1","chattype":"single","from":{"userid":"zhangsan"},"response_url":"https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=RC1","msgtype":"text","text":{"content":"你好"}}',
        sealed="SjobPMSa6xVt+++BeltbxGavxGvBeyzrkZNqcxp72NjMUYEb2SMpOBYLKRX2wR2AIttA0hEm9Q0j4Q7xwNPJhe0gOuNNfeispf1LYC7lRyg06cwcEckhyuh3vaEyEJKDCQ8qOGyxEW6DB+O5asCXwJkDA2MNHwz3qN9cBP3jjHaQGvQAUIxGRREIx81BBIbeI9MC+oH4sgv9S5GZeAJ4Crmwyjgz8SeHmbswnBJGFG0oZG+OSCAB2J/inEDl6DSi1Pls4VedZYFK2YI2NvHjlhhzyIiyOi/JWXDOthP11r7ZPm1T9240//x1wz8HaXJtB6UBPRy+jFAEFtCYPZ2BvA==",
    ),
    Vector(
        name="V6",
        token="SalesBotToken2026",
        aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receive_id="ww1a2b3c4d5e6f7081",
        timestamp="1763712200",
        nonce="n6",
        random16="ppppppppqqqqqqqq",
        signature="4f5bdcafa710cfe9596b23bc5b90921baba33a9b",
        plain="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        sealed="f3fPXbZNetnsx9TxNzOwo0yR6X1g0/ZVY044zj1PvKfJnoHJkr3LoDfRX8kWijLnUjydvcbrYAgB1BoWBaCg5Xqc8Y8zlkCQrmq2C9mardiF3bvFrS8HM50+KsQNIiXvv9ubT5EQZvYeJIXTWiLFkB8fEWe41WljSFsPvOrEUBk=",
    ),
)

BY_NAME = {vector.name: vector for vector in VECTORS}
