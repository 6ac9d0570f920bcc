//! Dates with the precision and the offset they were written with.
//!
//! News is dated by a day, sometimes by a minute, seldom with a zone. What was not written is not
//! invented: a date without a time has none, and a time without an offset stays local.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A date as written: a day, perhaps a time of day, perhaps an offset from UTC.
///
/// Displays as ISO 8601 with exactly what is known: `2025-12-04`, `2025-12-04T01:51`,
/// `2025-12-04T01:51:38+02:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
    time: Option<Time>,
}

/// A time of day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59; `None` when the writer gave none.
    pub second: Option<u8>,
    /// Minutes east of UTC; `None` when the writer gave none.
    pub offset: Option<i16>,
}

/// Years outside this range are typing errors in an archive of news, not dates.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

impl Date {
    /// 1 January 1970.
    pub const EPOCH: Date = Date { year: 1970, month: 1, day: 1, time: None };

    /// Returns the day, or `None` when the calendar has no such day or the year is outside
    /// 1600 to 2200.
    pub fn from_ymd(year: i16, month: u8, day: u8) -> Option<Date> {
        if !YEARS.contains(&year) {
            return None;
        }
        let (month_i, day_i) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month_i, day_i).ok()?;
        Some(Date { year, month, day, time: None })
    }

    /// Returns the same day with a time, or `None` when there is no such time or offset.
    ///
    /// A leap second reads as second 59. Offsets beyond 18 hours are refused.
    pub fn with_time(self, time: Time) -> Option<Date> {
        let second = time.second.map(|s| if s == 60 { 59 } else { s });
        let offset_fits = time.offset.is_none_or(|minutes| minutes.abs() <= 18 * 60);
        let fits = time.hour < 24 && time.minute < 60 && second.is_none_or(|s| s < 60);
        (fits && offset_fits).then_some(Date { time: Some(Time { second, ..time }), ..self })
    }

    /// Returns the day alone.
    pub fn day_only(self) -> Date {
        Date { time: None, ..self }
    }

    /// Returns the time of day, if one was written.
    pub fn time(self) -> Option<Time> {
        self.time
    }

    /// Returns year, month and day of month.
    pub fn ymd(self) -> (i16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// Returns the number of days since 1970-01-01 of the day as written, offset ignored.
    pub fn day_number(self) -> i32 {
        let day = jiff::civil::Date::constant(self.year, self.month as i8, self.day as i8);
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        // Both lie within 1600 to 2200: the difference is a few hundred thousand days.
        epoch.until(day).map(|span| span.get_days()).unwrap_or(0)
    }

    /// Returns a number that orders dates as written: seconds since 1970-01-01 of the written
    /// clock, offset ignored; a day without a time counts as its start.
    pub fn order(self) -> i64 {
        let time = self.time.map_or(0, |t| {
            i64::from(t.hour) * 3600 + i64::from(t.minute) * 60 + i64::from(t.second.unwrap_or(0))
        });
        i64::from(self.day_number()) * 86_400 + time
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour, time.minute)?;
        if let Some(second) = time.second {
            write!(f, ":{second:02}")?;
        }
        match time.offset {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    //! 1. A date shows what was written and nothing more. 2. Impossible dates are refused.
    //! 3. Order follows the written clock.

    use super::*;

    fn time(hour: u8, minute: u8, second: Option<u8>, offset: Option<i16>) -> Time {
        Time { hour, minute, second, offset }
    }

    #[test]
    fn a_date_shows_what_was_written() {
        let day = Date::from_ymd(2025, 12, 4).unwrap();
        assert_eq!(day.to_string(), "2025-12-04");
        let shown = |t| day.with_time(t).unwrap().to_string();
        assert_eq!(shown(time(1, 51, None, None)), "2025-12-04T01:51");
        assert_eq!(shown(time(1, 51, Some(38), Some(0))), "2025-12-04T01:51:38Z");
        assert_eq!(shown(time(1, 51, None, Some(-270))), "2025-12-04T01:51-04:30");
    }

    #[test]
    fn impossible_dates_are_refused() {
        assert_eq!(Date::from_ymd(2025, 2, 29), None);
        assert_eq!(Date::from_ymd(2025, 13, 1), None);
        assert_eq!(Date::from_ymd(25, 1, 1), None);
        let day = Date::from_ymd(2024, 2, 29).unwrap();
        assert_eq!(day.with_time(time(24, 0, None, None)), None);
        assert_eq!(day.with_time(time(1, 0, None, Some(19 * 60))), None);
    }

    #[test]
    fn order_follows_the_written_clock() {
        let day = |y, m, d| Date::from_ymd(y, m, d).unwrap();
        assert_eq!(day(1970, 1, 2).order(), 86_400);
        assert_eq!(day(1969, 12, 31).order(), -86_400);
        assert_eq!(day(2024, 3, 1).day_number() - day(2024, 2, 28).day_number(), 2);
        let noon = day(2024, 3, 1).with_time(time(12, 0, None, Some(600))).unwrap();
        assert_eq!(noon.order() - day(2024, 3, 1).order(), 43_200);
    }
}
