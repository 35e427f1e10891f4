"""Every workbook worked out again by LibreOffice: no cell may change. And a row of the evidence taken out: exactly the
cells it feeds may. Called by .ci/live.

    live.py FOLDER [ROWS]     ROWS of each sheet of evidence are taken out of each funding workbook, one at a time
"""

import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl

HEADER, FIRST = 4, 5  # rows of a sheet with a table
EVIDENCE = ["Register", "Mentoring", "Timetable", "Cover log", "Payments"]
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

work = Path(tempfile.mkdtemp(prefix="ringfence-live-"))
failures = []


def fail(words):
    failures.append(words)
    print(f"FAILED: {words}")


def recalculated(books):
    """The same workbooks after LibreOffice has worked out every formula, each under a name of its own."""
    profile = work / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS)
    given, made = Path(tempfile.mkdtemp(dir=work)), Path(tempfile.mkdtemp(dir=work))
    names = []
    for n, book in enumerate(books):
        names.append(f"{n:04}.xlsx")
        shutil.copy(book, given / names[-1])
    command = ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(made)] + [str(given / name) for name in names]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    missing = [str(book) for book, name in zip(books, names) if not (made / name).exists()]
    if missing:
        sys.exit(f"FAILED: LibreOffice wrote nothing for {', '.join(missing)}")
    return [made / name for name in names]


def values(path, sheets=None):
    """Cells of these sheets: a number to the 15 digits that a workbook holds."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    found = {}
    for name in book.sheetnames if sheets is None else sheets:
        for row in book[name].iter_rows():
            for cell in row:
                value = cell.value
                if value in (None, ""):
                    continue
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    value = float(f"{value:.15g}")
                elif hasattr(value, "total_seconds"):
                    value = round(value.total_seconds())
                elif hasattr(value, "hour"):
                    value = str(value)
                found[name, cell.coordinate] = value
    book.close()
    return found


def formulas(path):
    """Addresses of cells with a formula."""
    book, found = openpyxl.load_workbook(path, read_only=True), {}
    for sheet in book:
        for row in sheet.iter_rows():
            found.update({(sheet.title, c.coordinate): c.value for c in row if c.value is not None and c.data_type == "f"})
    book.close()
    return found


def same(name, path, again):
    live = formulas(path)
    sheets = {sheet for sheet, _ in live}
    before, after = values(path, sheets), values(again, sheets)
    differ = [at for at in live if before.get(at) != after.get(at)]
    for at in differ[:5]:
        fail(f"{name}: {at[0]}!{at[1]} holds {before.get(at)!r}, and LibreOffice makes it {after.get(at)!r}: {live[at]}")
    return len(live), len(differ)


def tampered(path):
    """A copy in which the value of one formula is another: what compares must see it."""
    copy = work / "tampered.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        done = False
        for part in old.namelist():
            data = old.read(part)
            if not done and part.startswith("xl/worksheets/sheet"):
                text = data.decode()
                text, n = re.subn(r"(</f><v>)(\d+)(</v>)", lambda m: m[1] + str(int(m[2]) + 1) + m[3], text, count=1)
                done, data = n == 1, text.encode()
            new.writestr(part, data)
    if not done:
        sys.exit("FAILED: no formula with a number to tamper with")
    return copy


class Book:
    """A funding workbook by sheet, row and header."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path, data_only=True)
        self.live = formulas(path)
        self.sheets = {sheet for sheet, _ in self.live}
        self.known = {}

    def headers(self, sheet):
        return [cell.value for cell in self.book[sheet][HEADER]]

    def rows(self, sheet):
        """Numbers of rows with data, each with its cells by header."""
        table = self.book[sheet]
        if not table.tables:
            return []
        if sheet in self.known:
            return self.known[sheet]
        headers = self.headers(sheet)
        self.known[sheet] = [(n, dict(zip(headers, [c.value for c in table[n]]))) for n in range(FIRST, table.max_row + 1)]
        return self.known[sheet]

    def at(self, sheet, row, header):
        column = openpyxl.utils.get_column_letter(self.headers(sheet).index(header) + 1)
        return sheet, f"{column}{row}"


def without(path, sheet, row, to):
    """A copy without one row of a sheet, the rows below moved up and the table a row shorter."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        number = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode()).index(sheet) + 1
        page, links = f"xl/worksheets/sheet{number}.xml", f"xl/worksheets/_rels/sheet{number}.xml.rels"

        def moved(found):
            this = int(found[1])
            if this <= row:
                return "" if this == row else found[0]
            text = found[0].replace(f'<row r="{this}"', f'<row r="{this - 1}"', 1)
            return re.sub(rf'(<c r="[A-Z]+){this}"', rf'\g<1>{this - 1}"', text)

        text = parts[page].decode()
        rows = r'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)'
        assert any(int(n) == row for n in re.findall(rows, text, re.S))
        parts[page] = re.sub(rows, moved, text, flags=re.S).encode()
        table = "xl/tables/" + re.search(r"tables/(table\d+\.xml)", parts[links].decode())[1]
        shorter = lambda found: f"{found[1]}{int(found[2]) - 1}\""
        parts[table] = re.sub(r'(ref="A4:[A-Z]+)(\d+)"', shorter, parts[table].decode()).encode()
        for name, data in parts.items():
            new.writestr(name, data)


def duration(header):
    return f"{header} (h\u00a0min)"


def fed(book, sheet, cells):
    """Cells that change when a row with these cells is taken out, by the meaning of the sheets alone."""
    changed = set()

    def mark(target, row, *headers):
        present = book.headers(target)
        live = [h for h in headers if h in present and book.at(target, row, h) in book.live]
        changed.update(book.at(target, row, h) for h in live)

    line, counted = cells["Line"], cells["Counted"] == "yes"
    control = book.rows("Control totals")
    for row, check in control:
        if check["Sheet"] != sheet:
            continue
        what = check["What"]
        if what == "Rows used of this record":
            mark("Control totals", row, "Parts", "Result")
        elif what == "Rows listed here":
            mark("Control totals", row, "Total", "Parts")
        elif what == ("Rows counted" if counted else f"Rows not counted: {cells['Why not']}"):
            mark("Control totals", row, "Total")
        elif what.startswith("Minutes in the column") and cells.get(what.removeprefix("Minutes in the column ")):  # none in a row that is not counted
            mark("Control totals", row, "Total", "Parts")
        elif what == "All payments" and cells["Amount"]:
            mark("Control totals", row, "Total", "Parts")
    if sheet == "Payments":
        scheme = next((row for row, one in book.rows("Lines") if one["Line"] == line), None)
        for row, one in book.rows("Lines"):
            if row == scheme and counted:
                mark("Lines", row, "Received", "Difference")
                difference = round((one["Difference"] or 0) - cells["Amount"], 2)
                stands = "Paid in full" if difference == 0 else "Short" if difference < 0 else "Over"
                if stands != one["State"]:
                    mark("Lines", row, "State")
        groups = [cells["Group"]] + ([f"{line[0]} all"] if counted else [])
        for row, one in book.rows("Reconciliation"):
            if one["Group"] in groups:
                mark("Reconciliation", row, "Received", "Difference")
        return changed
    if not counted:
        return changed
    total = ["Total", duration("Total")]
    for row, one in book.rows("Hours"):
        if one["Line"] != line:
            continue
        if sheet == "Register" and cells["Counted minutes"]:
            element = cells["Element"].capitalize()
            mark("Hours", row, *total, element if element in book.headers("Hours") else "Other")
        elif sheet == "Mentoring" and cells["Counted minutes"]:
            mark("Hours", row, *total)
        elif sheet == "Timetable" and cells["Minutes in term"]:
            mark("Hours", row, *total, "Expected to date")
        elif sheet == "Cover log" and cells["Taken"] != cells["Given back"]:
            mark("Hours", row, *total)
    for row, one in book.rows("ECT time"):
        if one["Line"] != line:
            continue
        kept = ["Kept", duration("Kept")]
        if sheet == "Timetable":
            mark("ECT time", row, *(["Named"] if cells["Minutes a cycle"] else []))
            mark("ECT time", row, *(["Planned", *kept] if cells["Minutes in term"] else []))
        elif sheet == "Cover log":
            mark("ECT time", row, *(h for h in ("Taken", "Given back") if cells[h]))
            mark("ECT time", row, *([*kept, "Balance"] if cells["Taken"] != cells["Given back"] else []))
    return changed


def rows_out(path, each):
    """Takes rows out of a funding workbook, one at a time, and looks which cells change."""
    book, dice, cases = Book(path), random.Random(2026), []
    for sheet in EVIDENCE:
        rows = book.rows(sheet)
        if len(rows) < 2:
            continue
        # of each kind: counted in a figure, and not
        for word in ("yes", "no"):
            own = [row for row in rows if row[1]["Counted"] == word]
            cases += [(sheet, row, cells) for row, cells in dice.sample(own, min(len(own), each))]
    copies = []
    for n, (sheet, row, _) in enumerate(cases):
        copies.append(work / f"without-{n}.xlsx")
        without(path, sheet, row, copies[-1])
    rates = book.rows("Rates")
    rates = dice.sample(rates, min(len(rates), each)) if len(rates) > 1 else []
    for n, (row, _) in enumerate(rates):
        copies.append(work / f"unrated-{n}.xlsx")
        without(path, "Rates", row, copies[-1])
    again = recalculated([path, *copies])
    before, moved = values(again[0], book.sheets), 0
    for (sheet, row, cells), after in zip(cases, again[1:]):
        after = values(after, book.sheets)
        changed = {at for at in book.live if before.get(at) != after.get(at)}
        expected = fed(book, sheet, cells)
        moved += len(changed)
        place = f"{path.parent.name}: without {sheet} row {row} ({cells['Line'] or 'not counted'})"
        for at in sorted(changed - expected):
            fail(f"{place}, {at[0]}!{at[1]} changed from {before[at]!r} to {after.get(at)!r}")
        for at in sorted(expected - changed):
            fail(f"{place}, {at[0]}!{at[1]} stayed {before[at]!r}")
    for (row, cells), after in zip(rates, again[1 + len(cases):]):
        after = values(after, book.sheets)
        wrong = [at for at, value in after.items() if isinstance(value, str) and value.startswith(("#", "Err:"))]
        for at in wrong:
            fail(f"{path.parent.name}: without the rate {cells['Figure']}, {at[0]}!{at[1]} is {after[at]}")
        for line, one in book.rows("Lines"):
            if f'"{cells["Figure"]}"' in str(book.live.get(book.at("Lines", line, "Expected"))):
                amount, state = (after.get(book.at("Lines", line, header)) for header in ("Expected", "State"))
                if (amount, state) != (None, "Rate not configured"):
                    fail(f"{path.parent.name}: without its rate {one['Line']} is expected {amount!r}, {state!r}")
    return len(cases), moved, len(rates)


def main():
    folder, each = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    books = sorted(folder.rglob("*.xlsx"))
    if not books:
        sys.exit(f"FAILED: there is no workbook in {folder}")
    cells = differ = 0
    for path, again in zip(books, recalculated(books)):
        n, wrong = same(str(path.relative_to(folder)), path, again)
        cells, differ = cells + n, differ + wrong
    print(f"{len(books)} workbooks, {cells} formulas worked out again, {differ} differences")
    funding = [path for path in books if path.name == "funding.xlsx"]
    if not funding:
        sys.exit("FAILED: there is no funding workbook")
    # the eye that compares is shown something that it must see
    copy = tampered(funding[0])
    (again,) = recalculated([copy])
    held, given = values(copy), values(again)
    seen = [at for at in formulas(copy) if held.get(at) != given.get(at)]
    if not seen:
        fail("a value that no formula gives went unseen")
    taken = [rows_out(path, each) for path in funding]
    rows, moved, rates = (sum(column) for column in zip(*taken))
    print(f"{rows} rows of evidence taken out one by one, {moved} cells changed as they must; {rates} rates")
    if not rows or not moved:
        fail("no row was taken out, or nothing changed")
    sys.exit(bool(failures))


try:
    main()
finally:
    shutil.rmtree(work, ignore_errors=True)
