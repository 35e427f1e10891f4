#!/usr/bin/env python3
"""One workbook for many schools, to see what a row costs: rows.py OUT ROWS writes the pack OUT with a timetable of ROWS
rows (6,000 a school, told apart by URN), and a school record. All of it is invented. Needs XlsxWriter."""
import pathlib
import sys

import xlsxwriter

SCHOOL = 6_000
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def main():
    out, rows = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    schools = -(-rows // SCHOOL)
    # Every school has a folder: without one it is not of the pack.
    for school in range(schools):
        folder = out / f"{100_000 + school}"
        folder.mkdir(exist_ok=True)
        (folder / "school.csv").write_text(f"URN,School name\n{100_000 + school},Invented {school}\n")
    book = xlsxwriter.Workbook(out / "timetable.xlsx", {"constant_memory": False})
    time = book.add_format({"num_format": "hh:mm"})
    sheet = book.add_worksheet("Timetable")
    sheet.write_row(0, 0, ["URN", "Staff code", "Week", "Day", "Start", "End", "Activity", "Class", "Room"])
    for n in range(rows):
        school, within = divmod(n, SCHOOL)
        teacher, slot = divmod(within, 60)
        week, slot = divmod(slot, 30)
        day, period = divmod(slot, 6)
        activity = ["Teaching", "Teaching", "PPA", "Teaching", "Teaching", "Duty"][(period + teacher) % 6]
        at = n + 1
        sheet.write_number(at, 0, 100_000 + school)
        sheet.write_string(at, 1, f"T{teacher:03}")
        sheet.write_string(at, 2, "AB"[week])
        sheet.write_string(at, 3, DAYS[day])
        sheet.write_number(at, 4, (9 + period) / 24, time)
        sheet.write_number(at, 5, (9 + period) / 24 + 50 / 1440, time)
        sheet.write_string(at, 6, activity)
        if activity == "Teaching":
            sheet.write_string(at, 7, f"{7 + slot % 5}A/Ma{1 + slot % 4}")
            sheet.write_string(at, 8, f"R{teacher}")
    book.close()


main()
