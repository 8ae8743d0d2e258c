//! Whom we believe to be Discord: the roots that browsers trust, and those the operator adds for a proxy.
//!
//! One configuration for REST and the gateway's websocket, so that a test with a root of its own takes the way of production.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use super::error::RestError;

/// Trusts the built-in roots, and those in the PEM file `more`.
///
/// # Errors
/// When the file cannot be read or holds no root certificate.
pub(super) fn client(more: Option<&Path>) -> Result<ClientConfig, RestError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = more {
        let name = path.display();
        let pem = std::fs::read(path)
            .map_err(|error| RestError::Root(format!("{name} cannot be read ({error})")))?;
        let found: Vec<CertificateDer<'_>> = CertificateDer::pem_slice_iter(&pem).flatten().collect();
        let (added, _) = roots.add_parsable_certificates(found);
        if added == 0 {
            return Err(RestError::Root(format!("{name} holds no certificate in PEM form")));
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| RestError::Client(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
