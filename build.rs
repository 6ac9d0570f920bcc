//! Places what a query runs side by side in the program.
//!
//! A query from the shell is a whole process, and each first touch of 64 kB of the program is a fault of its own, of 1 to
//! 4 µs. What queries run is a sixth of the program and lies all over it; `link/query.ld` has linkers put it together
//! (`link/make` writes it). A linker that does not know such scripts is left alone, which a trial finds out.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const SCRIPT: &str = "link/query.ld";

fn main() {
    let root = variable("CARGO_MANIFEST_DIR");
    let script = Path::new(&root).join(SCRIPT);
    let mut lines = format!("cargo::rerun-if-changed=build.rs\ncargo::rerun-if-changed={SCRIPT}\n");
    let wanted = variable("PROFILE") == "release" && variable("CARGO_CFG_TARGET_OS") == "linux";
    if let Some(script) = script.to_str().filter(|_| wanted) {
        // One by one and not by `-Wl`, where a comma in a folder's name would divide it.
        let arguments = ["-Xlinker", "-T", "-Xlinker", script];
        if links(&arguments) {
            for argument in arguments {
                lines.push_str(&format!("cargo::rustc-link-arg-bins={argument}\n"));
            }
        }
    }
    // Cargo reads what a build script prints; where it cannot be told, it has gone.
    std::io::stdout().write_all(lines.as_bytes()).ok();
}

/// Whether an empty program can be linked with `arguments`, by the linker and with the flags of this build.
fn links(arguments: &[&str]) -> bool {
    let mut rustc = Command::new(variable("RUSTC"));
    rustc.args(["--crate-name", "trial", "--target", &variable("TARGET"), "-o"]);
    rustc.arg(Path::new(&variable("OUT_DIR")).join("trial"));
    rustc.args(variable("CARGO_ENCODED_RUSTFLAGS").split('\x1f').filter(|flag| !flag.is_empty()));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.args(["-C", &format!("linker={linker}")]);
    }
    for argument in arguments {
        rustc.args(["-C", &format!("link-arg={argument}")]);
    }
    rustc.arg("-").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut trial) = rustc.spawn() else { return false };
    if let Some(mut source) = trial.stdin.take() {
        source.write_all(b"fn main() {}").ok();
    }
    trial.wait().is_ok_and(|status| status.success())
}

/// A variable that Cargo sets for build scripts; empty where it does not.
fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}
