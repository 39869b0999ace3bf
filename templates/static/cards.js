// Draws what the loopback WeCom received: texts and template cards. Words only ever become text nodes.

export function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const STYLES = { 1: "primary", 2: "plain", 3: "danger" };

// `press(key, selections, menu)` is called when somebody presses something on the card.
export function drawCard(card, press) {
  const body = card.body;
  const node = make("div", "card");
  if (card.greyed) node.classList.add("settled");
  heading(node, body);
  if (body.quote_area?.quote_text) node.append(quotation(body.quote_area.quote_text));
  if (body.sub_title_text) node.append(make("p", "words", body.sub_title_text));
  if (body.horizontal_content_list?.length) node.append(facts(body.horizontal_content_list));
  const asked = (body.select_list || []).map(question);
  node.append(...asked.map((each) => each.row));
  const foot = buttons(card, (key) => press(key, Object.fromEntries(asked.map((each) => each.answer())), false));
  if (foot) node.append(foot);
  if (body.action_menu && !card.greyed) node.append(menu(body.action_menu, (key) => press(key, {}, true)));
  return node;
}

function heading(node, body) {
  const title = body.main_title || {};
  node.append(make("h3", "", title.title || ""));
  if (title.desc) node.append(make("p", "desc", title.desc));
  if (body.emphasis_content?.title) node.append(make("p", "big", body.emphasis_content.title));
}

function quotation(text) {
  const box = make("blockquote", "quoted");
  box.append(make("span", "tag", "原话"));
  const lines = make("div");
  for (const line of text.split("\n")) lines.append(make("p", "", line));
  box.append(lines);
  return box;
}

function facts(list) {
  const table = make("dl", "facts");
  for (const fact of list) {
    table.append(make("dt", "", fact.keyname), make("dd", "", fact.value ?? ""));
  }
  return table;
}

function question(select) {
  const row = make("label", "question");
  row.append(make("span", "", select.title || ""));
  const box = make("select");
  for (const option of select.option_list) {
    const item = make("option", "", option.text);
    item.value = option.id;
    item.selected = option.id === select.selected_id;
    box.append(item);
  }
  row.append(box);
  return { row, answer: () => [select.question_key, box.value] };
}

function buttons(card, press) {
  if (card.greyed) {
    const foot = make("div", "buttons");
    const gone = make("button", "grey", card.greyed);
    gone.disabled = true;
    foot.append(gone);
    return foot;
  }
  const styles = Object.fromEntries((card.body.button_list || []).map((b) => [b.key, STYLES[b.style] || "primary"]));
  const keys = Object.entries(card.buttons);
  if (!keys.length) return null;
  const foot = make("div", "buttons");
  for (const [key, text] of keys) {
    const button = make("button", styles[key] || "primary", text);
    button.type = "button";
    button.addEventListener("click", () => press(key));
    foot.append(button);
  }
  return foot;
}

function menu(list, press) {
  const box = make("details", "menu");
  const opener = make("summary", "", "⋯");
  opener.setAttribute("aria-label", "更多");
  box.append(opener);
  for (const action of list.action_list) {
    const button = make("button", "plain", action.text);
    button.type = "button";
    button.addEventListener("click", () => press(action.key));
    box.append(button);
  }
  return box;
}

export function drawFile(name, size) {
  const node = make("div", "file");
  const ending = name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "文件";
  node.append(make("span", "ending", ending));
  const words = make("div");
  words.append(make("p", "", name), make("small", "", size ? bytes(size) : "文件"));
  node.append(words);
  return node;
}

function bytes(size) {
  return size < 1024 ? `${size} B` : size < 1048576 ? `${Math.round(size / 1024)} KB` : `${(size / 1048576).toFixed(1)} MB`;
}
