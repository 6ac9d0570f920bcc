//! What the terminal can do: colours, width, the folder that paths are shown from.

use std::io::IsTerminal;

use talks::present::TextStyle;

use super::Color;

/// Wider lines are hard to read.
const WIDEST: usize = 100;

/// Returns the style for text on standard output.
pub fn style(color: Color) -> TextStyle {
    let is_terminal = std::io::stdout().is_terminal();
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !no_color,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let asked = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = if is_terminal { columns.or_else(asked).unwrap_or(WIDEST).min(WIDEST) } else { 0 };
    TextStyle { colour, width, folder: std::env::current_dir().ok(), explain: false }
}
