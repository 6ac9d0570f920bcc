//! The one error enum of the library.
