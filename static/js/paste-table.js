// Paste cells from a spreadsheet as a Markdown table. Undo once gives the plain text back, twice takes it away.

const MOST_ROWS = 500;
const MOST_COLUMNS = 30;

export function watchPaste(area, insert, tell) {
  area.addEventListener("paste", (event) => {
    const rows = rowsOf(event.clipboardData);
    if (!rows) return;
    event.preventDefault();
    const plain = event.clipboardData.getData("text/plain") || rows.map((row) => row.join("\t")).join("\n");
    const start = area.selectionStart;
    insert(area, plain);
    area.setSelectionRange(start, area.selectionEnd);
    insert(area, around(area, start, markdown(rows)));
    tell(rows.length, rows[0].length);
  });
}

// The rows that were copied, as lists of texts; nothing for what is no table of two columns or more.
export function rowsOf(data) {
  const html = data.getData("text/html");
  const rows = (html && fromHtml(html)) || fromText(data.getData("text/plain"));
  if (!rows || rows.length < 2 || rows.length > MOST_ROWS) return null;
  const columns = Math.max(...rows.map((row) => row.length));
  if (columns < 2 || columns > MOST_COLUMNS) return null;
  return rows.map((row) => [...row, ...Array(columns - row.length).fill("")]);
}

function fromHtml(html) {
  // A document of its own: nothing in it runs or is fetched.
  const tables = new DOMParser().parseFromString(html, "text/html").querySelectorAll("table");
  if (tables.length !== 1) return null;
  return [...tables[0].rows].map((row) =>
    [...row.cells].flatMap((cell) => [cell.textContent.trim(), ...Array(Math.min(cell.colSpan, MOST_COLUMNS) - 1).fill("")]),
  );
}

function fromText(text) {
  if (!text.includes("\t")) return null;
  const rows = [[]];
  // A cell with a tab or line end in it stands between quotes, with quotes doubled.
  for (const [, quoted, bare, end] of text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1).push((quoted === undefined ? bare : quoted.replaceAll('""', '"')).trim());
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  return rows.every((row) => row.length === rows[0].length) ? rows : null;
}

export function markdown(rows) {
  const [head, ...body] = rows.map((row) => row.map((cell) => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replace(/\s*\n\s*/g, "<br>")));
  const sides = head.map((_cell, place) => (body.every((row) => /^[-+€ ]*[\d.,]*\d ?%?$|^$/.test(row[place])) && body.some((row) => row[place]) ? "---:" : "---"));
  return [head, sides, ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

// A table needs an empty line before and after it.
function around(area, start, table) {
  const before = area.value.slice(0, start);
  const after = area.value.slice(area.selectionEnd);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  return gap + table + (!after ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n");
}
