//! How good a ranking is, against judgements that somebody made: the measures of `trec_eval`.
//!
//! ```
//! use talks::eval::{Judgements, Ranked, measures};
//!
//! let judged = Judgements::read("q1 0 a 1\nq1 0 b 2\n".as_bytes()).unwrap();
//! let ranking = vec![Ranked::new("a", 2.5), Ranked::new("x", 1.0)];
//! let found = measures(&ranking, judged.of("q1").unwrap());
//! assert_eq!(found.average_precision, 0.5);
//! ```

mod judgements;
mod measures;
mod topics;

pub use judgements::{BadLine, Grades, Judgements};
pub use measures::{Measures, Ranked, measures};
pub use topics::{Topic, read_topics, topic_of_line};
