
/* A search field, sorting, and a count for a table that stands there complete without this script. Nothing is fetched
   and nothing kept: what was chosen stands in the address, after the #. */
(function () {
  "use strict";
  var table = document.getElementById("heat"), tools = document.getElementById("tools");
  if (!table || !tools) { return; }
  var body = table.tBodies[0], rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
  var lists = Array.from(tools.querySelectorAll("select")), status = document.getElementById("st");
  var sorted = -1, down = true;

  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  var titles = heads.map(function (head) { return head.firstChild.textContent; });
  var names = rows.map(function (row) { return plain(row.cells[0].textContent); });

  /* the field */
  var box = document.createElement("div"), label = document.createElement("label"), field = document.createElement("input");
  field.type = "search"; field.id = "f-q"; field.autocomplete = "off";
  label.htmlFor = "f-q"; label.textContent = "Find a school by name or URN";
  box.append(label, field);
  tools.prepend(box);
  var clear = document.createElement("button");
  clear.type = "button"; clear.className = "clear"; clear.textContent = "Show all, worst first";
  tools.insertBefore(clear, status);

  /* what a cell is sorted by: the share of those asked, then the number */
  function key(cell) {
    if (!cell) { return -2; }
    if (cell.dataset.v) { return Number(cell.dataset.v); }
    var text = cell.textContent.replace(/,(?=\d{3})/g, ""), found = /^\s*(\d+)( \?)?/.exec(text);
    if (!found) { return -1; }
    var n = Number(found[1]), of = /of (\d+)/.exec(text);
    if (found[2]) { return n / 1e6; }
    return of ? n / Number(of[1]) + n / 1e4 : n;
  }

  function order() {
    var all = rows.map(function (row, n) { return { row: row, n: n, key: sorted > 0 ? key(row.cells[sorted]) : 0 }; });
    if (sorted >= 0) {
      all.sort(function (a, b) {
        var by = sorted === 0 ? names[a.n].localeCompare(names[b.n], "en-GB") : a.key - b.key;
        return (down ? -by : by) || a.n - b.n;
      });
    }
    body.append.apply(body, all.map(function (one) { return one.row; }));
    heads.forEach(function (head, n) {
      if (n === sorted) { head.setAttribute("aria-sort", down ? "descending" : "ascending"); } else { head.removeAttribute("aria-sort"); }
    });
  }

  function filter() {
    var words = plain(field.value).split(/\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row, n) {
      var fits = words.every(function (word) { return names[n].includes(word); }) && lists.every(function (list) {
        return !list.value || (row.getAttribute("data-" + list.id.slice(2)) || "").split(" ").includes(list.value);
      });
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    var by = sorted === -1 ? "worst first" : "by " + titles[sorted] +
      (sorted === 0 ? (down ? ", Z to A" : ", A to Z") : (down ? ", largest first" : ", smallest first"));
    status.textContent = "Showing " + shown + " of " + rows.length + " schools, " + by;
  }

  function keep() {
    var state = new URLSearchParams();
    if (field.value) { state.set("q", field.value); }
    lists.forEach(function (list) { if (list.value) { state.set(list.id.slice(2), list.value); } });
    if (sorted >= 0) { state.set("sort", String(sorted)); if (!down) { state.set("up", "1"); } }
    if (state.toString() || location.hash.includes("=")) { history.replaceState(null, "", "#" + state); }
  }

  function take() {
    if (!location.hash.includes("=")) { return; }
    var state = new URLSearchParams(location.hash.slice(1)), sort = Number(state.get("sort"));
    field.value = state.get("q") || "";
    lists.forEach(function (list) {
      list.value = state.get(list.id.slice(2)) || "";
      if (list.selectedIndex === -1) { list.value = ""; }
    });
    sorted = state.has("sort") && heads[sort] && heads[sort].querySelector("button") ? sort : -1;
    down = !state.has("up");
  }

  function change() { filter(); keep(); }
  heads.forEach(function (head, n) {
    if (head.classList.contains("unsorted")) { return; }
    var button = document.createElement("button");
    button.type = "button"; button.className = "sortb";
    while (head.firstChild) { button.append(head.firstChild); }
    head.append(button);
    button.addEventListener("click", function () {
      var first = n !== 0;
      if (sorted !== n) { sorted = n; down = first; } else if (down === first) { down = !down; } else { sorted = -1; }
      order(); change();
    });
  });
  field.addEventListener("input", change);
  lists.forEach(function (list) { list.addEventListener("change", change); });
  clear.addEventListener("click", function () {
    field.value = ""; lists.forEach(function (list) { list.value = ""; }); sorted = -1;
    order(); change(); field.focus();
  });
  window.addEventListener("hashchange", function () { take(); order(); filter(); });
  take();
  if (sorted >= 0) { order(); }
  filter();
})();
