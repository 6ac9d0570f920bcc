//! Candidate -> articles | skips: one file a format, one a field to recover.
