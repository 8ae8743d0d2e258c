//! Is a request from Discord? Every one is signed, over the time it was sent and its body
//! (<https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers>).
//!
//! Pure: it is told what time it is.

use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use ed25519_dalek::ed25519::signature::MultipartVerifier as _;
use ed25519_dalek::{Signature, VerifyingKey};

const SIGNATURE: HeaderName = HeaderName::from_static("x-signature-ed25519");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-signature-timestamp");

/// How far the time of a request may be from ours, either way: clocks differ, and what somebody recorded must not be good for ever.
const NEAR: Duration = Duration::from_mins(5);

/// Where a person finds the key.
pub const WHERE_THE_KEY_IS: &str = "Copy Public Key from the General Information page of your application at https://discord.com/developers/applications.";

/// The key by which an application's requests are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// A text that is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a public key, which has 64 digits and letters from a to f. {WHERE_THE_KEY_IS}")]
pub struct NotAKey;

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let bytes = unhex(text.trim().as_bytes()).ok_or(NotAKey)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| NotAKey)?;
        // With a weak key one signature is good for many messages.
        if key.is_weak() { Err(NotAKey) } else { Ok(Self(key)) }
    }
}

impl PublicKey {
    /// Whether Discord signed this body, with the key's other half.
    pub(super) fn signed(&self, signed: &Signed, body: &[u8]) -> bool {
        self.0.multipart_verify(&[signed.timestamp.as_bytes(), body], &signed.signature).is_ok()
    }
}

/// What the headers of a request say.
#[derive(Debug)]
pub(super) struct Signed {
    signature: Signature,
    timestamp: HeaderValue,
    /// The timestamp, in seconds since 1970.
    at: u64,
}

impl Signed {
    /// `None` when the request is not signed in this way.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let timestamp = headers.get(TIMESTAMP)?.clone();
        let at = timestamp.to_str().ok()?.parse().ok()?;
        let signature = Signature::from_bytes(&unhex(headers.get(SIGNATURE)?.as_bytes())?);
        Some(Self { signature, timestamp, at })
    }

    /// Whether it was sent about `now`, which is in seconds since 1970.
    pub(super) fn is_near(&self, now: u64) -> bool {
        self.at.abs_diff(now) <= NEAR.as_secs()
    }
}

/// Bytes from twice as many hexadecimal digits.
fn unhex<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, 7.1, test 2: the message is the one byte 0x72.
    const KEY: &str = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    const OF_72: &str = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    #[test]
    fn a_key_is_64_digits_that_are_a_point_of_the_curve() {
        assert!(KEY.parse::<PublicKey>().is_ok());
        assert!(format!("  {}\n", KEY.to_uppercase()).parse::<PublicKey>().is_ok(), "as it is copied");
        let no_point = format!("02{}", "0".repeat(62));
        let weak = format!("01{}", "0".repeat(62));
        for text in ["", "abc", &KEY[1..], &KEY.replace('3', "g"), &format!("{KEY}0"), &no_point, &weak] {
            assert_eq!(text.parse::<PublicKey>(), Err(NotAKey), "{text}");
        }
    }

    fn headers(signature: &str, timestamp: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(SIGNATURE, signature.parse().unwrap());
        headers.insert(TIMESTAMP, timestamp.parse().unwrap());
        headers
    }

    #[test]
    fn a_signature_is_over_the_timestamp_and_the_body() {
        let key: PublicKey = KEY.parse().unwrap();
        let signed = |timestamp: &'static str| Signed {
            signature: Signature::from_bytes(&unhex(OF_72.as_bytes()).unwrap()),
            timestamp: HeaderValue::from_static(timestamp),
            at: 0,
        };
        // The byte 0x72 is an r.
        assert!(key.signed(&signed("r"), b"") && key.signed(&signed(""), b"r"));
        assert!(
            !key.signed(&signed("r"), b"r")
                && !key.signed(&signed(""), b"s")
                && !key.signed(&signed(""), b"")
        );
    }

    #[test]
    fn headers_that_are_none_of_discords_are_no_signature() {
        assert_eq!(Signed::of(&headers(OF_72, "1795662000")).unwrap().at, 1_795_662_000);
        for (signature, timestamp) in [
            ("", "1795662000"),
            (&OF_72[2..], "1795662000"),
            (&OF_72.replace('9', "-"), "1795662000"),
            (OF_72, ""),
            (OF_72, "now"),
            (OF_72, "-1"),
            (OF_72, "99999999999999999999999"),
        ] {
            assert!(Signed::of(&headers(signature, timestamp)).is_none(), "{signature} {timestamp}");
        }
        assert!(Signed::of(&HeaderMap::new()).is_none());
    }

    #[test]
    fn a_request_is_good_for_five_minutes_on_either_side() {
        let signed = Signed::of(&headers(OF_72, "1000")).unwrap();
        assert!(signed.is_near(700) && signed.is_near(1_300));
        assert!(!signed.is_near(699) && !signed.is_near(1_301) && !signed.is_near(u64::MAX));
    }
}
