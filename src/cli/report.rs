//! How things end: messages on standard error, JSON where it was asked for, and the exit code.

use std::ffi::OsString;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use talks::error::Error;
use talks::present::{ErrorView, safe, to_json_line};

use super::{Cli, Failure, Outcome, Run};

/// Returns the exit code of a run, after saying what went wrong. `interrupted` is the code of one
/// that a signal ended.
pub fn code(
    run: Run,
    json: bool,
    interrupted: u8,
    out: &mut dyn Write,
    notices: &mut dyn Write,
) -> ExitCode {
    match run {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Skipped) => ExitCode::from(2),
        Ok(Outcome::Partial) => ExitCode::from(3),
        Ok(Outcome::Damaged) => ExitCode::from(4),
        Ok(Outcome::Interrupted) => ExitCode::from(interrupted),
        // Whoever read us has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Output(error)) => {
            let _ = writeln!(notices, "talks: cannot write the output\n  caused by: {error}");
            ExitCode::from(2)
        }
        Err(Failure::Panic(place)) => {
            let message = format!("the program failed inside: {place}");
            let hint = "run `talks check`; if it finds nothing wrong, this is a fault of talks";
            let _ = writeln!(notices, "talks: {}\n  hint: {hint}", safe(&message));
            if json {
                let hint = Some(hint.to_owned());
                print_error(&ErrorView { kind: "panic", message, at: None, hint }, out);
            }
            ExitCode::from(4)
        }
        Err(Failure::Error(error)) => {
            say(&error, notices);
            if json {
                let view = ErrorView {
                    kind: error.kind(),
                    message: error.to_string(),
                    at: place(&error).map(|(start, end)| talks::present::At { start, end }),
                    hint: error.hint(),
                };
                print_error(&view, out);
            }
            exit_code(&error, interrupted)
        }
    }
}

fn exit_code(error: &Error, interrupted: u8) -> ExitCode {
    ExitCode::from(match error {
        Error::Interrupted => interrupted,
        Error::NoSuchArticle { .. } => 1,
        Error::NoIndex { .. }
        | Error::NotAnIndex { .. }
        | Error::OtherVersion { .. }
        | Error::Damaged { .. } => 4,
        Error::Busy { .. } => 75,
        _ => 2,
    })
}

/// Runs a command; a panic inside it, as of the engine on an index that is damaged in a way that no
/// checksum shows, is a failure like any other and not a trace on the screen.
pub fn caught(run: impl FnOnce() -> Run) -> Run {
    static PLACE: Mutex<String> = Mutex::new(String::new());
    let place = || PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    panic::set_hook(Box::new(move |info| {
        let message = info.payload_as_str().unwrap_or("no message");
        let at = info.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
        *place() = message.to_owned() + &at.unwrap_or_default();
    }));
    panic::catch_unwind(AssertUnwindSafe(run))
        .unwrap_or_else(|_| Err(Failure::Panic(std::mem::take(&mut *place()))))
}

/// Writes an error, what caused it, and what to do next.
fn say(error: &Error, notices: &mut dyn Write) {
    let _ = writeln!(notices, "talks: {}", safe(&error.to_string()));
    let mut at: &dyn std::error::Error = error;
    while let Some(cause) = at.source() {
        let _ = writeln!(notices, "  caused by: {}", safe(&cause.to_string()));
        at = cause;
    }
    if let Error::BadQuery { text, at, .. } = error {
        let columns = text.get(..at.start).map_or(0, |head| head.chars().count());
        let marked = text.get(at.clone()).map_or(1, |part| part.chars().count().max(1));
        let _ = writeln!(notices, "  {}", safe(text));
        let _ = writeln!(notices, "  {}{}", " ".repeat(columns), "^".repeat(marked));
    }
    if let Some(hint) = error.hint() {
        let _ = writeln!(notices, "  hint: {hint}");
    }
}

fn place(error: &Error) -> Option<(usize, usize)> {
    let Error::BadQuery { text, at, .. } = error else { return None };
    let points = |byte: usize| text.get(..byte).map_or(0, |head| head.chars().count());
    Some((points(at.start), points(at.end)))
}

fn print_error(view: &ErrorView<'_>, out: &mut dyn Write) {
    #[derive(serde::Serialize)]
    struct Body<'a> {
        error: &'a ErrorView<'a>,
    }
    let _ = to_json_line(out, &Body { error: view });
    let _ = out.flush();
}

/// Says what is wrong with the command line, and for a query that begins with `-` how to ask it.
pub fn usage(
    error: &clap::Error,
    arguments: &[OsString],
    out: &mut dyn Write,
    notices: &mut dyn Write,
) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = write!(out, "{error}").and_then(|()| out.flush());
        return ExitCode::SUCCESS;
    }
    let hint = separated(arguments).map(|hint| safe(&hint).into_owned());
    let text = error.to_string();
    let text = text.lines().map(safe).collect::<Vec<_>>().join("\n");
    let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
    let first = text.lines().next().unwrap_or_default();
    let _ = match &hint {
        _ if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            writeln!(notices, "{text}")
        }
        Some(hint) => {
            let meant = suggested(error).map(|option| format!("did you mean {option}? "));
            let meant = meant.unwrap_or_default();
            writeln!(notices, "talks: {first}\n  hint: {meant}to search for it, type: {hint}")
        }
        None => writeln!(notices, "talks: {text}"),
    };
    if asks_json(arguments) {
        let said = text.lines().take_while(|line| !line.starts_with("Usage:")).map(str::trim);
        let message = said.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        let hint = hint.or_else(|| Some("see talks --help".to_owned()));
        let view = ErrorView { kind: "usage", message, at: None, hint };
        print_error(&view, out);
    }
    ExitCode::from(2)
}

/// Returns the option that one which there is not may have been meant for.
fn suggested(error: &clap::Error) -> Option<&str> {
    match error.get(ContextKind::SuggestedArg) {
        Some(ContextValue::String(option)) => Some(option),
        _ => None,
    }
}

/// True for arguments that ask for JSON, as far as that shows where they cannot be parsed.
fn asks_json(arguments: &[OsString]) -> bool {
    let mut after_format = false;
    arguments.iter().take_while(|argument| *argument != "--").any(|argument| {
        let argument = argument.to_str().unwrap_or_default();
        let value = if after_format { Some(argument) } else { argument.strip_prefix("--format=") };
        after_format = argument == "--format";
        argument == "--json" || matches!(value, Some("json" | "jsonl"))
    })
}

/// Returns the command with `--` before the first word of the query, for a query in which some
/// word begins with `-`.
fn separated(arguments: &[OsString]) -> Option<String> {
    let words: Vec<String> =
        arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let at = words.iter().position(|word| word == "query")?;
    if words.iter().any(|word| word == "--") {
        return None;
    }
    let mut command = Cli::command();
    // The options of a command are put off until it is built.
    command.build();
    let query = command.find_subcommand("query")?;
    let known = |word: &str| {
        let name = word.split('=').next().unwrap_or(word);
        query.get_arguments().chain(command.get_arguments()).find(|option| {
            option.get_long().is_some_and(|long| name.strip_prefix("--") == Some(long))
                || option.get_short().is_some_and(|short| name == format!("-{short}"))
        })
    };
    let (mut options, mut asked) = (Vec::new(), Vec::new());
    // Options may stand before the name of the command too.
    let mut rest = words[1..at].iter().chain(&words[at + 1..]);
    while let Some(word) = rest.next() {
        match known(word) {
            Some(option) => {
                options.push(quoted(word));
                let takes_value = option.get_action().takes_values() && !word.contains('=');
                options.extend(takes_value.then(|| rest.next()).flatten().map(|v| quoted(v)));
            }
            None => asked.push(quoted(word)),
        }
    }
    if !asked.iter().any(|word| word.trim_start_matches('\'').starts_with('-')) {
        return None;
    }
    let all = ["talks".to_owned(), "query".to_owned()].into_iter().chain(options);
    let all = all.chain(["--".to_owned()]).chain(asked);
    Some(all.collect::<Vec<_>>().join(" "))
}

/// Quotes a word for a shell, where it needs it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(words: &[&str]) -> Option<String> {
        separated(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn json_is_answered_where_it_is_asked_for() {
        let asks = |line: &str| asks_json(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        for line in ["query x --json", "query --format json", "list --format=jsonl x"] {
            assert!(asks(line), "{line}");
        }
        for line in ["query json", "query --format text json", "query -- --json"] {
            assert!(!asks(line), "{line}");
        }
    }

    #[test]
    fn a_mistyped_option_of_a_query_is_told_from_an_exclusion() {
        let said = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let error = Cli::command().try_get_matches_from(&words).unwrap_err();
            let mut notices = Vec::new();
            usage(&error, &words, &mut Vec::new(), &mut notices);
            String::from_utf8(notices).unwrap()
        };
        let typo = said("talks query --sicne 2025 fog");
        assert!(typo.contains("did you mean --since?") && typo.contains("query -- "), "{typo}");
        assert!(!said("talks query fog -rain").contains("did you mean"));
    }

    #[test]
    fn a_query_with_an_exclusion_gets_the_command_that_asks_it() {
        assert_eq!(
            hint(&["talks", "query", "-n", "3", "security", "-guarantees"]).unwrap(),
            "talks query -n 3 -- security -guarantees"
        );
        assert_eq!(
            hint(&["talks", "query", "it's", "-\"a b\"", "--json"]).unwrap(),
            "talks query --json -- 'it'\\''s' '-\"a b\"'"
        );
        assert_eq!(
            hint(&["talks", "--index", "here", "query", "fog", "-rain"]).unwrap(),
            "talks query --index here -- fog -rain"
        );
        assert_eq!(hint(&["talks", "query", "x", "--limit", "y"]), None);
        assert_eq!(hint(&["talks", "list", "-x"]), None);
    }
}
