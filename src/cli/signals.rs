//! SIGINT and SIGTERM: the first asks a long command to come to an end, the second leaves at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What was asked of this process from outside.
#[derive(Clone, Default)]
pub struct Signals {
    stop: Arc<AtomicBool>,
    last: Arc<AtomicUsize>,
}

impl Signals {
    /// Takes the signals from here on: they end the process no more, they set the flag that is
    /// returned. The second one ends it, as it would without this.
    ///
    /// # Errors
    /// The system's, when a signal cannot be taken.
    pub fn take(&self) -> io::Result<Arc<AtomicBool>> {
        for signal in [SIGINT, SIGTERM] {
            // In this order: what looks at the flag comes before what sets it.
            flag::register_conditional_shutdown(signal, 128 + signal, self.stop.clone())?;
            flag::register_usize(signal, self.last.clone(), signal as usize)?;
            flag::register(signal, self.stop.clone())?;
        }
        Ok(self.stop.clone())
    }

    /// Returns true when a signal came.
    pub fn came(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Returns the exit code of a command that a signal ended: 130 or 143.
    pub fn exit_code(&self) -> u8 {
        match self.last.load(Ordering::Relaxed) {
            0 => 130,
            signal => u8::try_from(128 + signal).unwrap_or(130),
        }
    }
}
