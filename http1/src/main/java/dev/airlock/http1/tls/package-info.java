/// TLS 1.3 for listeners and dialers, both sides showing a certificate: the files are `ca.pem`,
/// `cert.pem` and `key.pem` in one directory, as Docker's clients have them.
@NullMarked
package dev.airlock.http1.tls;

import org.jspecify.annotations.NullMarked;
