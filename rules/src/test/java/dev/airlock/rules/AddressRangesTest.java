package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

  static InetAddress address(String text) {
    return HostTarget.parse(text) instanceof IpLiteral literal
        ? literal.address()
        : fail(text + " is no address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00::1",
        "2001:200::1",
        "2003::1",
      })
  void leavesPublicAddressesAlone(String text) {
    assertThat(AddressRanges.isForbidden(address(text))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "198.51.100.7", "203.0.113.7", "2001:db8::1", "3fff::1"})
  void leavesDocumentationAddressesToLaboratories(String text) {
    assertThat(AddressRanges.isForbidden(address(text))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,this network",
    "0.1.2.3,this network",
    "10.0.0.0,private",
    "10.255.255.255,private",
    "100.64.0.0,carrier-grade",
    "100.100.100.200,metadata",
    "127.0.0.1,loopback",
    "127.255.255.255,loopback",
    "168.63.129.16,metadata",
    "169.254.0.1,link-local",
    "169.254.169.254,metadata",
    "169.254.170.2,metadata",
    "172.16.0.0,private",
    "172.31.255.255,private",
    "192.168.255.255,private",
    "198.18.0.0,benchmarking",
    "198.19.255.255,benchmarking",
    "224.0.0.1,multicast",
    "239.255.255.255,multicast",
    "240.0.0.1,reserved",
    "255.255.255.255,broadcast",
    "::,unspecified",
    "::1,loopback",
    "::a00:1,IPv4-compatible",
    "::ffff:10.0.0.1,private",
    "::ffff:169.254.169.254,metadata",
    "::ffff:0:10.0.0.1,IPv4-translated",
    "64:ff9b::a00:1,NAT64",
    "64:ff9b:1::1,local NAT64",
    "100::1,discard",
    "2001::1,Teredo",
    "2001:10::1,IETF",
    "2002:a00:1::,6to4",
    "4000::1,outside",
    "5f00::1,outside",
    "fc00::1,unique local",
    "fd00:ec2::254,metadata",
    "fdff::1,unique local",
    "fe80::1,link-local",
    "fec0::1,site-local",
    "ff02::1,multicast",
  })
  void saysWhatAForbiddenAddressIs(String text, String what) {
    assertThat(AddressRanges.forbidden(address(text)))
        .hasValueSatisfying(range -> assertThat(range.what()).contains(what));
  }

  @Test
  void judgesMappedAddressesFromTheResolverAsIpv4() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
    assertThat(AddressRanges.isForbidden(InetAddress.getByAddress("x.example", mapped))).isTrue();
  }

  @Test
  void listsNarrowBlocksBeforeThoseAroundThem() {
    List<SpecialRange> ranges = AddressRanges.all();
    for (int i = 0; i < ranges.size(); i++) {
      for (SpecialRange later : ranges.subList(i + 1, ranges.size())) {
        assertThat(later.network().isWithin(ranges.get(i).network()))
            .as("%s hides %s", ranges.get(i), later)
            .isFalse();
      }
    }
  }
}
