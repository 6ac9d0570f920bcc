//! The first bytes of a page -> the encoding it declares.

/// Bytes in which a declaration stands; browsers look at 1024.
const LOOKED_AT: usize = 4096;

/// Returns the label of `<meta charset>`, of `http-equiv` or of an XML declaration.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]).to_ascii_lowercase();
    if head.starts_with("<?xml")
        && let Some(label) = head.split("?>").next().and_then(|xml| after(xml, "encoding"))
    {
        return Some(label);
    }
    head.split("<meta").skip(1).find_map(|meta| after(meta.split('>').next()?, "charset"))
}

/// The value behind `name=` in a tag.
fn after(tag: &str, name: &str) -> Option<String> {
    let rest = tag[tag.find(name)? + name.len()..].trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let is_label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let label: String = rest.chars().take_while(|c| is_label(*c)).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        let label = |page: &str| declared(page.as_bytes());
        assert_eq!(label("<meta charset=\"windows-1251\">").as_deref(), Some("windows-1251"));
        let old = "<META HTTP-EQUIV='Content-Type' content='text/html; charset=ISO-8859-1'>";
        assert_eq!(label(old).as_deref(), Some("iso-8859-1"));
        assert_eq!(
            label("<?xml version='1.0' encoding='koi8-r'?><html>").as_deref(),
            Some("koi8-r")
        );
        assert_eq!(label("<p>charset=x"), None);
    }
}
