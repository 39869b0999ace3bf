import asyncio, sys, tempfile, traceback
sys.path.insert(0,'/tmp/genjin/mine2')
from datetime import timedelta
from tests.support.world import a_world
from storage import schema
from storage.uow import Database
def run(main, **kw):
    async def go():
        d=tempfile.mkdtemp()
        url=f"sqlite:///{d}/w.db"
        db=Database(url); schema.upgrade(db); db.close()
        async with a_world(url, **kw) as w:
            await main(w)
    try: asyncio.run(go())
    except BaseException: traceback.print_exc()
class Tail:
    def __init__(s,w,phone,name): s.p=phone; s.n=0; s.name=name; s.last=""
    def show(s,t=""):
        cur=s.p.screen(); lines=cur.split("\n")
        old=s.last.split("\n")
        i=0
        while i<min(len(lines),len(old)) and lines[i]==old[i]: i+=1
        print(f"===== {s.name} {t}"); print("\n".join(lines[i:])); s.last=cur
