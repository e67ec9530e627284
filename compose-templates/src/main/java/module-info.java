/// From a session plan to the Compose project and the image build contexts: pure, byte-stable.
module dev.airlock.compose {
  requires org.yaml.snakeyaml;
  requires static org.jspecify;

  exports dev.airlock.compose;
  exports dev.airlock.compose.images;
}
