"""Opens workbooks in LibreOffice: each comes through with every sheet and every cell, nothing to repair, and prints on
A4 with its pages numbered and no number too wide for its column.

    books.py FOLDER WORK
"""
import pathlib, re, shutil, subprocess, sys, zipfile
import xml.etree.ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
folder, work = map(pathlib.Path, sys.argv[1:])
faults = 0


def fault(book, words):
    global faults
    faults += 1
    print(f"FAILED: {book.relative_to(folder)}: {words}")


def convert(books, to, into):
    """Many workbooks in one start of the office; what it cannot open it leaves out."""
    into.mkdir(parents=True)
    command = ["soffice", f"-env:UserInstallation={(work / 'office').as_uri()}", "--headless", "--convert-to", to, "--outdir", into, *books]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        print(f"FAILED: LibreOffice ended with {done.returncode}: {done.stderr[-500:]}")
        sys.exit(1)


def sheets(path):
    """Of each sheet its name, its state and how many cells hold something."""
    with zipfile.ZipFile(path) as book:
        relations = {r.get("Id"): r.get("Target") for r in ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
        found = []
        for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet"):
            target = relations[sheet.get(OFFICE + "id")].lstrip("/").removeprefix("xl/")
            cells = ET.fromstring(book.read("xl/" + target)).iter(MAIN + "c")
            filled = sum(1 for c in cells if any((part.text or "") != "" for part in c.iter() if part.tag in (MAIN + "v", MAIN + "t")))
            found.append((sheet.get("name"), sheet.get("state") or "visible", filled))
        return found


def numbered(books, into):
    """Reports share their names, so each gets a number."""
    into.mkdir(parents=True)
    return [shutil.copy(book, into / f"{n}.xlsx") for n, book in enumerate(books)]


def damaged(book, path):
    """A workbook with a sheet that breaks off."""
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            part = whole.read(name)
            broken.writestr(name, part[: len(part) // 2] if name == "xl/worksheets/sheet1.xml" else part)


books = sorted(folder.rglob("*.xlsx"))
if not books:
    print(f"FAILED: there is no workbook in {folder}")
    sys.exit(1)
copies = numbered(books, work / "in")
damaged(books[0], work / "in" / "damaged.xlsx")
convert([*copies, work / "in" / "damaged.xlsx"], "xlsx:Calc MS Excel 2007 XML", work / "again")
convert(copies, "pdf", work / "pdf")

spoiled = work / "again" / "damaged.xlsx"
if spoiled.exists() and sheets(spoiled) == sheets(books[0]):
    print("FAILED: a damaged workbook comes through as if it were whole, so this check shows nothing")
    faults += 1
for n, book in enumerate(books):
    again, pdf = work / "again" / f"{n}.xlsx", work / "pdf" / f"{n}.pdf"
    if not again.exists() or not pdf.exists():
        fault(book, "LibreOffice cannot open it")
        continue
    before, after = sheets(book), sheets(again)
    if before != after:
        lost = [f"{a} became {b}" for a, b in zip(before, after) if a != b]
        fault(book, f"LibreOffice does not keep all of it: {len(before)} sheets became {len(after)}; {'; '.join(lost[:3])}")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for words in sorted(set(re.findall(r"\S*###\S*", text)))[:3]:
        fault(book, f"a number is too wide for its column: {words}")
    info = subprocess.run(["pdfinfo", "-l", "-1", pdf], capture_output=True, text=True, check=True).stdout
    if odd := sorted(set(re.findall(r"size:\s+([\d.]+ x [\d.]+) pts(?! \(A4\))", info))):
        fault(book, f"it does not print on A4: {odd[0]}")
    pages = text.count("\f")
    if pages and f"Page {pages} of {pages}" not in re.sub(r"\s+", " ", text):
        fault(book, f"its {pages} pages are not numbered")
print(f"{len(books)} workbooks opened in LibreOffice: {faults} faults")
sys.exit(1 if faults else 0)
