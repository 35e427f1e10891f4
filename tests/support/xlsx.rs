//! Records as an Excel workbook.

use super::{Record, Value};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// One sheet a record, with real dates and times.
pub fn workbook(records: &[Record]) -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let time = Format::new().set_num_format("hh:mm");
    for (name, headers, rows) in records {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (col, header) in (0_u16..).zip(headers) {
            sheet.write_string(0, col, header).unwrap();
        }
        for (at, row) in (1_u32..).zip(rows) {
            for (col, value) in (0_u16..).zip(row) {
                match value {
                    Value::Blank => {}
                    Value::Text(text) => {
                        sheet.write_string(at, col, text).unwrap();
                    }
                    Value::Hundredths(n) => {
                        let number: f64 = super::hundredths(*n).parse().unwrap();
                        sheet.write_number(at, col, number).unwrap();
                    }
                    Value::Date(day) => {
                        sheet.write_datetime_with_format(at, col, day, &date).unwrap();
                    }
                    Value::Time(minutes) => {
                        let (hours, minutes) = (minutes / 60, u8::try_from(minutes % 60).unwrap());
                        let value = ExcelDateTime::from_hms(hours, minutes, 0).unwrap();
                        sheet.write_datetime_with_format(at, col, &value, &time).unwrap();
                    }
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}
