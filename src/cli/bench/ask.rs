//! One query asked, in this process or in one of its own; and many of them, by several readers.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use talks::date::Date;
use talks::error::Error;
use talks::index::Archive;
use talks::present::write_hits_text;
use talks::query::{Mode, ParseOptions, parse};
use talks::rank::{SearchRequest, search};

use super::Measured;
use crate::cli::when::today;

/// What asks.
pub struct Asker<'a> {
    archive: &'a Archive,
    limit: usize,
    today: Date,
    /// This program and the index, where each query is a process.
    process: Option<(PathBuf, &'a Path)>,
}

impl<'a> Asker<'a> {
    /// Makes an asker of `limit` hits a query.
    ///
    /// # Errors
    /// [`Error::CannotRead`] when the program does not know its own file.
    pub fn new(
        is_cold: bool,
        limit: usize,
        archive: &'a Archive,
        index: &'a Path,
    ) -> Result<Asker<'a>, Error> {
        let program = || std::env::current_exe().map_err(Error::reading("the running program"));
        let process = if is_cold { Some((program()?, index)) } else { None };
        Ok(Asker { archive, limit, today: today(), process })
    }

    /// Asks one query; returns how long it took and whether it has hits.
    pub fn ask(&self, query: &str) -> Result<(Duration, bool), Error> {
        match &self.process {
            Some((program, index)) => self.ask_cold(program, index, query),
            None => self.ask_warm(query),
        }
    }

    fn ask_warm(&self, query: &str) -> Result<(Duration, bool), Error> {
        let started = Instant::now();
        let options = |mode| ParseOptions { mode, today: self.today };
        let parsed = parse(query, &options(Mode::Syntax))
            .or_else(|_| parse(query, &options(Mode::Words)))
            .unwrap_or_default();
        let request =
            SearchRequest { limit: self.limit, folds: true, ..SearchRequest::new(query, parsed) };
        let result = search(self.archive, &request)?;
        let mut printed = Vec::new();
        write_hits_text(&mut printed, &result, &Default::default())
            .map_err(Error::writing("standard output"))?;
        std::hint::black_box(&printed);
        Ok((started.elapsed(), !result.hits.is_empty()))
    }

    fn ask_cold(
        &self,
        program: &Path,
        index: &Path,
        query: &str,
    ) -> Result<(Duration, bool), Error> {
        let limit = self.limit.to_string();
        let mut command = Command::new(program);
        command.arg("--index").arg(index).args(["query", "-n", &limit, "--", query]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let started = Instant::now();
        let status = command.status().map_err(Error::reading(program))?;
        Ok((started.elapsed(), status.success()))
    }
}

/// Asks every query `repeat` times by each of `readers` at once; returns the number of the query
/// and how long it took, in no order. Readers begin at different queries, so that they do not walk
/// in step.
pub fn measure(
    asker: &Asker<'_>,
    queries: &[Measured],
    repeat: u32,
    readers: u32,
) -> Result<Vec<(usize, Duration)>, Error> {
    let reader = |number: u32| -> Result<Vec<(usize, Duration)>, Error> {
        let first = number as usize * queries.len() / readers.max(1) as usize;
        let mut measured = Vec::with_capacity(queries.len() * repeat as usize);
        for _ in 0..repeat {
            for i in 0..queries.len() {
                let query = (first + i) % queries.len();
                measured.push((query, asker.ask(&queries[query].text)?.0));
            }
        }
        Ok(measured)
    };
    if readers <= 1 {
        return reader(0);
    }
    let reader = &reader;
    let each = std::thread::scope(|scope| {
        let started: Vec<_> =
            (0..readers).map(|number| scope.spawn(move || reader(number))).collect();
        let ended = started
            .into_iter()
            .map(|reader| reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.collect::<Result<Vec<_>, Error>>()
    })?;
    Ok(each.into_iter().flatten().collect())
}
