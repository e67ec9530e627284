/// The one strict HTTP/1.1 reader and writer both proxies use.
module dev.airlock.http1 {
  requires static org.jspecify;

  exports dev.airlock.http1;
  exports dev.airlock.http1.tls;
}
