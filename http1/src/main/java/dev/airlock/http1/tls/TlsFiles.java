package dev.airlock.http1.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Reads `ca.pem`, `cert.pem` and `key.pem` of a directory into an [SSLContext].
final class TlsFiles {
  static final String PROTOCOL = "TLSv1.3";

  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private TlsFiles() {}

  static SSLContext contextOf(Path directory) throws IOException {
    Collection<? extends Certificate> trusted = certificates(directory.resolve("ca.pem"));
    Collection<? extends Certificate> chain = certificates(directory.resolve("cert.pem"));
    PrivateKey key = key(directory.resolve("key.pem"));
    try {
      KeyStore authorities = emptyStore();
      for (Certificate authority : trusted) {
        authorities.setCertificateEntry("ca-" + authorities.size(), authority);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(authorities);

      char[] inMemory = new char[0];
      KeyStore own = emptyStore();
      own.setKeyEntry("own", key, inMemory, chain.toArray(Certificate[]::new));
      KeyManagerFactory identity = KeyManagerFactory.getInstance("PKIX");
      identity.init(own, inMemory);

      SSLContext context = SSLContext.getInstance(PROTOCOL);
      context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("certificate and key in '" + directory + "' do not fit", e);
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    try {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (certificates.isEmpty()) {
        throw new IOException("'" + file + "' has no certificate");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new IOException("'" + file + "' is not a PEM certificate", e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    int begin = pem.indexOf(KEY_BEGIN);
    int end = pem.indexOf(KEY_END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "'"
              + file
              + "' is not an unencrypted PKCS#8 key; 'openssl pkcs8 -topk8 -nocrypt' makes one");
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + file + "' is not base64", e);
    }
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // A key of another algorithm: the next one.
      } catch (GeneralSecurityException e) {
        throw new IOException("this Java runtime has no " + algorithm + " keys", e);
      }
    }
    throw new IOException("'" + file + "' is neither an EC, an RSA nor an EdDSA key");
  }
}
