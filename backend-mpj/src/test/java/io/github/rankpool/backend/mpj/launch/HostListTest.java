package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {
  private static List<String> deal(String list, int ranks) {
    return new HostList(list).deal(ranks).stream().map(Place::host).toList();
  }

  @Test
  void ranksFillTheSlotsInOrderAndThenBeginAgain() {
    assertThat(deal("a,b:2", 7)).containsExactly("a", "b", "b", "a", "b", "b", "a");
    assertThat(deal("a:1000000", 2)).containsExactly("a", "a");
    assertThat(deal(" a , b ", 2)).containsExactly("a", "b");
    assertThat(deal("a,a,b", 3)).containsExactly("a", "a", "b");
  }

  @Test
  void usersAndAddressesAreHosts() {
    assertThat(deal("me@node-1.example.org:2,10.0.0.7,fd00::7,[fe80::1%eth0]:2,[::1]", 7))
        .containsExactly(
            "me@node-1.example.org",
            "me@node-1.example.org",
            "10.0.0.7",
            "fd00::7",
            "fe80::1%eth0",
            "fe80::1%eth0",
            "::1");
  }

  @Test
  void namesOfThisHostAreLocal() {
    assertThat(new HostList("localhost,127.0.0.1:2,::1,[::1]:2").deal(6)).allMatch(Place::isLocal);
    assertThat(new HostList("127.0.0.2,localhost.example.org,me@localhost").deal(3))
        .noneMatch(Place::isLocal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "a,",
        ",a",
        "a,,b",
        "a:",
        "a:0",
        "a:-1",
        "a:x",
        "a:1000001",
        "a:99999999999",
        "a b",
        "-oProxyCommand=x",
        "[-oProxyCommand=x]",
        "a;b",
        "a'b",
        "$(a)",
        "a:1:",
        "[a]",
        "@a",
        "a@",
        "a@-b",
        "a@b@c",
        "[::1",
        "::1]"
      })
  void whatIsNoListOfHostsIsNamed(String list) {
    assertThatThrownBy(() -> new HostList(list))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-358: ")
        .hasMessageContaining("'" + list + "'");
  }
}
