//! x
use super::*;
#[test]
fn dbg() {
    let mut w = Writer::in_memory(1).unwrap();
    let a = crate::article::Article { text: "Hello there world".into(), ..Default::default() };
    let s = StoredArticle::new(0, "a".into(), Stamp::default(), a);
    w.add(&s).unwrap();
    let e = w.commit(&CommitNote::default());
    println!("{e:?}");
}
