// The playground's page: shows the state the server sends, and does what people do on their phones.

import { drawCard, drawFile, make } from "./cards.js";

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const WEEKDAYS = "日一二三四五六";
const ROLES = { rep: "销售", supervisor: "主管" };
const TROUBLE = {
  empty: "先写点什么再发", no_chat: "没有这个聊天", no_card: "这张卡片已经不在了", no_story: "没有这个故事",
  over: "故事讲完了", no_move: "时钟不能这样拨", too_large: "文件太大，最多 5 MB", not_pressable: "这个按钮已经按过了",
  not_taken: "机器人没收下这条消息", bad_file: "文件读不出来", bad_request: "没看懂这个请求",
};

let state = null;
let chosenChat = null;
let chosenRep = null;
let lastStory = null;
let lastStep = null;
let clockSeen = null;
let waitingFor = null;
let naming = false;

// ---- talking to the server

// What may be asked twice without harm is asked again while a new world starts.
async function ask(what, body = {}, tries = 1) {
  let answer;
  try {
    answer = await fetch(`/demo/api/${what}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
  } catch {
    if (tries > 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      return ask(what, body, tries - 1);
    }
    toast("连不上演示程序，它还开着吗？");
    return false;
  }
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) toast(TROUBLE[result.error] || "没做成，再试一次");
  return answer.ok && result;
}

function listen() {
  if (!window.EventSource) return poll();
  const source = new EventSource("/demo/api/events");
  let failures = 0;
  source.onmessage = (event) => { failures = 0; show(JSON.parse(event.data)); };
  source.onerror = () => {
    failures += 1;
    if (source.readyState === EventSource.CLOSED) failures > 8 ? poll() : setTimeout(listen, 400);
  };
}

async function poll() {
  try {
    show(await (await fetch("/demo/api/state")).json());
  } catch { /* the next look may find it again */ }
  setTimeout(poll, 1500);
}

// ---- showing

function show(fresh) {
  state = fresh;
  if (state.world !== waitingFor) document.body.classList.remove("waiting");
  clockSeen = { at: new Date(state.now), zone: state.now.slice(-6), since: performance.now() };
  showClock();
  showStory();
  showChats();
  showPhones();
  follow();
}

function local(iso) {
  const [, month, day, time] = /^\d+-(\d+)-(\d+)T(\d\d:\d\d)/.exec(iso);
  const weekday = WEEKDAYS[new Date(`${iso.slice(0, 10)}T12:00:00`).getDay()];
  return { day: `${+month}月${+day}日 周${weekday}`, time, date: iso.slice(0, 10) };
}

function isoNow() {
  const offset = clockSeen.zone;
  const shift = (offset[0] === "-" ? -1 : 1) * (+offset.slice(1, 3) * 60 + +offset.slice(4)) * 60000;
  const passed = performance.now() - clockSeen.since;
  return new Date(clockSeen.at.getTime() + passed + shift).toISOString().slice(0, 19) + offset;
}

function showClock() {
  if (!clockSeen) return;
  const now = local(isoNow());
  const words = `${now.day} ${now.time}`;
  const node = $("#now");
  if (node.textContent === words) return;
  node.replaceChildren(make("span", "day", now.day), make("span", "time", now.time));
}

function stamp(iso) {
  const at = local(iso);
  return at.date === state.now.slice(0, 10) ? at.time : `${at.day} ${at.time}`;
}

function showStory() {
  const box = $("#stories");
  if (!box.children.length) {
    for (const story of state.stories) {
      const button = make("button", "", "");
      button.type = "button";
      button.dataset.story = story.id;
      button.append(make("b", "", story.title), make("small", "", story.summary));
      button.addEventListener("click", () => startStory(story.id));
      box.append(button);
    }
  }
  const story = state.story;
  for (const button of box.children) button.setAttribute("aria-pressed", String(button.dataset.story === story?.id));
  const next = $("#next");
  $("#caption").textContent = story ? story.caption : "选一个故事，或者直接在下面打字。";
  $("#dots").replaceChildren(...(story ? story.steps : []).map((_, number) =>
    make("li", number < story.step ? "done" : number === story.step && story.playing ? "now" : "")));
  next.hidden = !story;
  if (story) {
    next.textContent = story.over ? "再看一遍" : story.playing ? "…" : `下一步：${story.steps[story.step]}`;
    next.classList.toggle("begin", !story.step && !story.playing);
    next.setAttribute("aria-disabled", String(story.playing));
  }
}

function shownChat() {
  return state.chats.find((chat) => chat.id === chosenChat) ?? state.chats.at(-1);
}

function showChats() {
  const chats = state.chats;
  const chat = shownChat();
  const column = $("#customer");
  $(".who h2", column).textContent = chat ? chat.customer : "还没有客户";
  $(".who p", column).textContent = chat ? [chat.company, `和${chat.staff}的聊天`].filter(Boolean).join(" · ") : "点「新客户」开始";
  $(".customer-face", column).textContent = chat ? chat.customer[0] : "＋";
  const people = $(".people", column);
  keep(people, [...chats.map((each) => ({ key: each.id, text: each.customer, on: each === chat })),
    { key: "new", text: "＋ 新客户", on: false, naming }], JSON.stringify, (item) => {
    if (item.naming) return nameField();
    const button = make("button", "chip", item.text);
    button.type = "button";
    button.setAttribute("aria-pressed", String(item.on));
    button.addEventListener("click", () => (item.key === "new" ? nameCustomer(true) : chooseChat(item.key)));
    return button;
  });
  const side = $("input[name=side]:checked", column).value;
  const input = $("textarea", column);
  input.placeholder = !chat ? "先加一位客户" : side === "customer" ? `替${chat.customer}说一句…` : `替${chat.staff}回一句…`;
  const items = (chat ? chat.lines : []).map((line) => ({ ...line, key: `${chat.id}/${line.n}` }));
  const hint = chat ? `还没说话。替${chat.customer}说一句，比如：这套多少钱？` : "点「＋ 新客户」加一位客户。";
  keep($(".log", column), items.length ? stamped(items) : nothing(hint), JSON.stringify, (item) => drawLine(item, chat));
}

function nothing(text) {
  return [{ key: `empty/${text}`, kind: "empty", text }];
}

function drawLine(item, chat) {
  if (item.kind === "empty") return make("p", "empty", item.text);
  if (item.stamp) return make("p", "stamp", item.stamp);
  const mine = item.side === "staff";
  const node = make("div", `said ${mine ? "mine" : "theirs"}`);
  node.append(make("span", `face ${mine ? "rep-face" : "customer-face"}`, (mine ? chat.staff : chat.customer)[0]));
  const content = item.recalled ? make("div", "bubble gone", "已撤回") : item.file ? drawFile(item.file, item.size) : make("div", "bubble", item.text);
  node.append(content);
  return node;
}

function showPhones() {
  const reps = state.phones.filter((phone) => phone.role === "rep");
  const bosses = state.phones.filter((phone) => phone.role !== "rep");
  if (!reps.some((phone) => phone.id === chosenRep)) chosenRep = reps[0]?.id;
  keep($("#sales .switch"), reps.map((phone) => ({ key: phone.id, name: phone.name, on: phone.id === chosenRep })),
    JSON.stringify, (item) => {
      const button = make("button", "", item.name);
      button.type = "button";
      button.setAttribute("aria-pressed", String(item.on));
      button.addEventListener("click", () => { chosenRep = item.key; showPhones(); });
      return button;
    });
  showPhone($("#sales"), reps.find((phone) => phone.id === chosenRep));
  showPhone($("#boss"), bosses[0]);
}

function showPhone(column, phone) {
  if (!phone) return;
  column.dataset.phone = phone.id;
  $(".who h2", column).textContent = `${state.bot}助手`;
  $(".who p", column).textContent = `${phone.name}的企业微信 · ${ROLES[phone.role] || ""}`;
  const items = stamped(phone.items.map((item) => ({ ...item, key: `${phone.id}/${item.n}` })));
  const hint = phone.role === "rep" ? "客户那边有动静，助手会来说。" : "没有要主管操心的事。需要时助手才来。";
  keep($(".log", column), items.length ? items : nothing(hint), JSON.stringify, (item) => drawItem(item, phone));
}

function drawItem(item, phone) {
  if (item.stamp) return make("p", "stamp", item.stamp);
  if (item.kind === "empty") return make("p", "empty", item.text);
  const mine = item.kind === "said";
  const node = make("div", `said ${mine ? "mine" : "theirs"}`);
  node.append(make("span", `face ${mine ? "rep-face" : "bot-face"}`, mine ? phone.name[0] : "跟"));
  if (item.kind === "card") {
    const press = (button, selections, menu) => ask("press", { phone: phone.id, card: item.n, button, selections, menu });
    node.append(drawCard(item.card, press));
    node.dataset.updates = item.card.updates;
  } else if (mine && item.type === "file") node.append(drawFile(item.text));
  else node.append(make("div", "bubble", item.text));
  return node;
}

// Put a stamp before what came a while after what was before it.
function stamped(items) {
  const out = [];
  let last = null;
  for (const item of items) {
    const at = Date.parse(item.at);
    if (last === null || at - last > 5 * 60000) out.push({ key: `stamp/${item.key}`, stamp: stamp(item.at) });
    last = at;
    out.push(item);
  }
  return out;
}

// Make the children of a node show these items: what is unchanged stays, so that focus and scrolling stay too.
function keep(node, items, signature, draw) {
  const old = new Map([...node.children].map((child) => [child.dataset.key, child]));
  const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 80;
  let added = false;
  let place = node.firstElementChild;
  for (const item of items) {
    const sign = signature(item);
    let child = old.get(item.key);
    old.delete(item.key);
    if (!child || child.dataset.sign !== sign) {
      const fresh = draw(item);
      fresh.dataset.key = item.key;
      fresh.dataset.sign = sign;
      if (child) {
        const focused = child.contains(document.activeElement);
        fresh.classList.add("changed");
        if (place === child) place = fresh;
        child.replaceWith(fresh);
        if (focused) ($("button:not(:disabled)", fresh) || node).focus({ preventScroll: true });
      } else {
        fresh.classList.add("fresh");
        added = true;
      }
      child = fresh;
    }
    if (child === place) place = place.nextElementSibling;
    else node.insertBefore(child, place);
  }
  for (const child of old.values()) child.remove();
  if (added && node.classList.contains("log")) {
    const column = node.closest(".phone");
    if (atEnd || node.scrollTop === 0) node.scrollTop = node.scrollHeight;
    const real = items.some((item) => item.kind !== "empty");
    if (real && !column.classList.contains("open")) $(`#tab-${column.id}`).classList.add("news");
  }
}

// When a step of the story is over, show where to look.
function follow() {
  const story = state.story;
  const id = story && `${state.world}/${story.id}`;
  if (id !== lastStory) {
    lastStory = id;
    lastStep = story?.step ?? null;
    chosenChat = state.chats.find((chat) => chat.customer === story?.customer)?.id ?? chosenChat;
    chosenRep = null;
    showChats();
    showPhones();
    point(null);
    open("customer");
    for (const tab of all(".tabs button")) tab.classList.remove("news");
    return;
  }
  if (!story || story.step === lastStep || story.playing) return;
  lastStep = story.step;
  if (!story.step) return point(null);
  const reps = state.phones.filter((phone) => phone.role === "rep").map((phone) => phone.id);
  if (reps.includes(story.look)) {
    chosenRep = story.look;
    showPhones();
  }
  if (story.look === "customer") chooseChat(state.chats.find((chat) => chat.customer === story.customer)?.id);
  const column = story.look === "customer" ? "customer" : reps.includes(story.look) ? "sales" : "boss";
  point(column);
  open(column);
  const log = $(`#${column} .log`);
  log.scrollTop = log.scrollHeight;
}

function point(column) {
  for (const phone of all(".phone")) phone.classList.toggle("look", phone.id === column);
}

function open(column) {
  for (const phone of all(".phone")) phone.classList.toggle("open", phone.id === column);
  for (const tab of all(".tabs button")) {
    const on = tab.dataset.column === column;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on) tab.classList.remove("news");
  }
  const log = $(`#${column} .log`);
  log.scrollTop = log.scrollHeight;
}

// ---- doing

function chooseChat(id) {
  chosenChat = id ?? chosenChat;
  showChats();
  const log = $("#customer .log");
  log.scrollTop = log.scrollHeight;
}

function nameCustomer(on) {
  naming = on;
  showChats();
  $(on ? ".people input" : "#customer textarea").focus();
}

function nameField() {
  const wrap = make("form");
  const field = make("input");
  field.placeholder = "客户怎么称呼";
  field.setAttribute("aria-label", "新客户的称呼");
  field.maxLength = 20;
  wrap.append(field);
  field.addEventListener("keydown", (event) => { if (event.key === "Escape") nameCustomer(false); });
  wrap.addEventListener("submit", async (event) => {
    event.preventDefault();
    const made = await ask("chat", { customer: field.value });
    if (made) chosenChat = made.id;
    if (made) nameCustomer(false);
  });
  return wrap;
}

async function startStory(id) {
  await ask("story", { id }, 20);
}

async function startOver() {
  if (await ask("reset", {}, 20)) wait();
}

// Until the new world is there.
function wait() {
  waitingFor = state?.world;
  document.body.classList.add("waiting");
}

async function next() {
  const story = state?.story;
  if (!story || story.playing) return;
  if (story.over) return void startStory(story.id);
  await ask("next");
}

async function move(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const moves = all("[data-move]");
  for (const each of moves) each.setAttribute("aria-disabled", "true");
  if (await ask("clock", { by: button.dataset.move })) toast(`时间到了 ${$("#now").innerText.replace(/\s+/g, " ")}`);
  for (const each of moves) each.removeAttribute("aria-disabled");
}

async function sendFile(column, file) {
  const target = column.id === "customer" ? { chat: shownChat()?.id, side: file.side || "staff" } : { phone: column.dataset.phone };
  const content = file.content === undefined ? undefined : await base64(file.content);
  await ask("file", { ...target, name: file.name, mime: file.mime || "", content });
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = reject;
    reader.readAsDataURL(blob);
  });
}

async function send(column) {
  const input = $("textarea", column);
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  grow(input);
  const side = $("input[name=side]:checked", column)?.value;
  const done = column.id === "customer" ? await ask("customer", { chat: shownChat()?.id, side, text }) : await ask("say", { phone: column.dataset.phone, text });
  if (!done) input.value = text;
}

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 120)}px`;
}

let toasting;
function toast(text) {
  const node = $("#toast");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(toasting);
  toasting = setTimeout(() => node.classList.remove("shown"), 2600);
}

function connect() {
  $("#next").addEventListener("click", next);
  $("#reset").addEventListener("click", startOver);
  for (const button of all("[data-move]")) button.addEventListener("click", () => move(button));
  const tabs = all(".tabs button");
  tabs.forEach((tab, number) => {
    tab.addEventListener("click", () => open(tab.dataset.column));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const other = tabs[(number + step + tabs.length) % tabs.length];
      open(other.dataset.column);
      other.focus();
    });
  });
  for (const column of all(".phone")) connectColumn(column);
  for (const side of all("input[name=side]")) side.addEventListener("change", showChats);
  open("customer");
  setInterval(showClock, 1000);
}

function connectColumn(column) {
  const input = $("textarea", column);
  $("form", column).addEventListener("submit", (event) => { event.preventDefault(); send(column); });
  input.addEventListener("input", () => grow(input));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send(column);
  });
  for (const chip of all("[data-say]", column)) {
    chip.addEventListener("click", () => ask("say", { phone: column.dataset.phone, text: chip.dataset.say }));
  }
  for (const chip of all("[data-file]", column)) {
    chip.addEventListener("click", () => sendFile(column, { name: chip.dataset.file }));
  }
  const picker = $("input[type=file]", column);
  const give = (file) => sendFile(column, {
    name: file.name, mime: file.type, content: file, side: $("input[name=side]:checked", column)?.value,
  });
  picker?.addEventListener("change", () => { for (const file of picker.files) give(file); picker.value = ""; });
  column.addEventListener("dragover", (event) => { event.preventDefault(); column.classList.add("drop"); });
  column.addEventListener("dragleave", () => column.classList.remove("drop"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("drop");
    for (const file of event.dataTransfer.files) give(file);
  });
}

connect();
listen();
