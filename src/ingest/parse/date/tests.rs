//! Dates as files hold them.

use super::*;

fn read(text: &str) -> String {
    match date(&Cell::text(text), Era::Recent, Order::DayFirst) {
        Ok(Some(day)) => day.to_string(),
        Ok(None) => "blank".to_owned(),
        Err(problem) => problem.code.to_owned(),
    }
}

#[test]
fn a_date_is_read_day_first() {
    for (text, expected) in [
        ("03/04/2025", "2025-04-03"),
        ("3/4/2025", "2025-04-03"),
        ("03-04-2025", "2025-04-03"),
        ("3.4.2025", "2025-04-03"),
        ("2025/04/03", "2025-04-03"),
        ("2012-8-22", "2012-08-22"),
        ("20250403", "2025-04-03"),
        ("15/11/22, 09:30:17", "2022-11-15"),
        ("2025-04-03T00:00:00", "2025-04-03"),
        ("5/04/2026, 4:21:32 PM", "2026-04-05"),
        ("12/3/2006", "2006-03-12"),
        ("07-09-2026 00:00", "2026-09-07"),
        ("2026-09-07T09:05:00Z", "2026-09-07"),
        ("2026-09-07T09:05:00+01:00", "2026-09-07"),
        ("2025/09/05 3:12:01 PM GMT+1", "2025-09-05"),
        ("2026-09-07 09:05:00 UTC", "2026-09-07"),
        ("3 Apr 2025", "2025-04-03"),
        ("3-Apr-2025", "2025-04-03"),
        ("Monday 7th September 2026", "2026-09-07"),
        ("Sept 7, 2026", "2026-09-07"),
        ("-", "blank"),
        ("04/13/2025", "R-DATE"),
        ("31/02/2025", "R-DATE"),
        ("3-Apr", "R-DATE"),
        ("3/4", "R-DATE"),
        ("01/09/1999", "R-DATE"),
        ("01/09/2101", "R-DATE"),
        ("45943", "R-DATE"),
        ("Tuesday 7 September 2026", "R-DATE"),
        ("last week", "R-DATE"),
        ("7/20/23, 4:16:29 PM", "R-DATE"),
        ("07/09/2026 later: yes", "R-DATE"),
        ("20261307", "R-DATE"),
        ("2026-13-07", "R-DATE"),
        ("00/09/2026", "R-DATE"),
        ("7/9/202", "R-DATE"),
        ("03/04/20255", "R-DATE"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_date_number_must_be_of_this_century() {
    let read = |cell| date(&cell, Era::Recent, Order::DayFirst).map_err(|p| p.code);
    let day = NaiveDate::from_ymd_opt(2026, 9, 7);
    assert_eq!(read(Cell::Moment(46_272 * DAY)), Ok(day));
    assert_eq!(read(Cell::Moment(46_272 * DAY + 5)), Ok(day));
    assert_eq!(read(Cell::Number(46_272.0)), Ok(day));
    assert_eq!(read(Cell::Number(20_260_907.0)), Ok(day));
    for refused in [0, 1, 59, 60, 61, 36_525, -1, 80_000] {
        assert_eq!(read(Cell::Moment(refused * DAY)), Err("R-DATE"), "{refused}");
    }
}

#[test]
fn births_may_lie_in_the_last_century_with_four_digits() {
    let read = |text| date(&Cell::text(text), Era::Lifetime, Order::DayFirst).map_err(|p| p.code);
    assert_eq!(read("12/3/1986"), Ok(NaiveDate::from_ymd_opt(1986, 3, 12)));
    assert_eq!(read("12/3/86"), Err("R-DATE"));
}

#[test]
fn a_month_first_column_is_refused_where_the_order_matters() {
    let column = ["04/13/2025", "03/04/2025", "05/05/2025"].map(Cell::text);
    let order = order(&column, false);
    assert_eq!(order, Order::Turned);
    let codes: Vec<bool> = column.iter().map(|c| date(c, Era::Recent, order).is_ok()).collect();
    assert_eq!(codes, [false, false, true]);
    for (column, expected) in [
        (["04/13/2025", "25/04/2025"], Order::DayFirst),
        (["7/20/23, 4:16:29 PM", "7/2/23, 4:16:29 PM"], Order::Turned),
        (["Sun 09/13/2026", "Mon 09/07/2026"], Order::Turned),
        (["2026/04/13", "2026/04/03"], Order::DayFirst),
        (["03/04/2026", "05/06/2026"], Order::DayFirst),
    ] {
        assert_eq!(super::order(&column.map(Cell::text), false), expected, "{column:?}");
    }
}

#[test]
fn a_layout_may_say_that_dates_are_month_first() {
    let column = [
        "04/13/2026",
        "03/04/2026",
        "25/04/2026",
        "02/30/2026",
        "3 Apr 2026",
        "2026-04-03",
        "Mon 09/07/2026, 4:16:29 PM",
        "Tue 09/07/2026",
    ];
    let cells = column.map(Cell::text);
    let order = order(&cells, true);
    let read: Vec<String> = cells
        .iter()
        .map(|cell| match date(cell, Era::Recent, order) {
            Ok(day) => day.unwrap().to_string(),
            Err(problem) => problem.message,
        })
        .collect();
    assert_eq!(
        read,
        [
            "2026-04-13",
            "2026-03-04",
            "“25/04/2026” has no month 25: the layout says that dates are month first.",
            "“02/30/2026” is not a day in the calendar.",
            "2026-04-03",
            "2026-04-03",
            "2026-09-07",
            "“Tue 09/07/2026” names a weekday that does not fit: that day is a Monday.",
        ]
    );
    // Of 3 April, a real date, nobody knows how it stood before Excel opened the file.
    let third_of_april = Cell::Moment(46_115 * DAY);
    let order = super::order([&Cell::text("04/13/2026"), &third_of_april], true);
    assert!(date(&third_of_april, Era::Recent, order).is_err());
    assert!(date(&third_of_april, Era::Recent, super::order([&third_of_april], true)).is_ok());
}

#[test]
fn real_dates_among_month_first_texts_may_have_been_turned_round() {
    let (april, friday) = (Cell::Moment(46_115 * DAY), Cell::Moment(46_290 * DAY));
    let is_read = |column: &[Cell]| -> Vec<bool> {
        let order = order(column, false);
        column.iter().map(|cell| date(cell, Era::Recent, order).is_ok()).collect()
    };
    let american = Cell::text("04/13/2026");
    // 3 April 2026 may have been 4 March; beside 25 September the real dates are sound.
    assert_eq!(is_read(&[american.clone(), april.clone()]), [false, false]);
    assert_eq!(is_read(&[american, april.clone(), friday]), [false, true, true]);
    assert_eq!(is_read(&[april]), [true]);
}

#[test]
fn a_date_out_of_range_is_shown_with_its_number() {
    let told = |cell| date(&cell, Era::Recent, Order::DayFirst).unwrap_err().message;
    assert_eq!(
        told(Cell::Moment(80_000 * DAY)),
        "“11 Jan 2119” (date number 80000) is in the year 2119, outside 2000 to 2100."
    );
    assert_eq!(told(Cell::Moment(60 * DAY)), "“60 (a date number)” is not a date.");
    assert_eq!(told(Cell::Number(-3.0)), "“-3” is not a date.");
}
