//! Roots -> candidates, in a fixed order.
