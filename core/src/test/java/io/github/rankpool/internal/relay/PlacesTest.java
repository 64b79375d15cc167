package io.github.rankpool.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.service.Letter;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Places places = new Places(2);

  private Places.Guest guest(String pool) {
    return places.enter(new Letter.Opening(7, "node", pool, 0));
  }

  @Test
  void asManyAreServedAsThereArePlacesAndTheNextInTheirOrder() throws InterruptedException {
    Places.Guest first = guest("a");
    Places.Guest second = guest("b");
    Places.Guest third = guest("c");
    Places.Guest fourth = guest("d");

    assertThat(places.awaitTurn(first, 0)).isTrue();
    assertThat(places.awaitTurn(second, 0)).isTrue();
    assertThat(places.awaitTurn(third, 1)).isFalse();
    assertThat(places.waiting(fourth)).isEqualTo(new Letter.Waiting(3, "a of process 7 on node"));

    places.leave(first);
    assertThat(places.awaitTurn(third, 0)).isTrue();
    assertThat(places.awaitTurn(fourth, 1)).isFalse();
  }

  @Test
  void guestsAreFoundByTheirTicketsWhileTheyAreThere() {
    Places.Guest first = guest("a");
    Places.Guest second = guest("a");

    assertThat(places.find(first.ticket())).isSameAs(first);
    assertThat(places.find(second.ticket())).isSameAs(second);
    assertThat(places.find(0)).isNull();

    places.leave(first);
    assertThat(places.find(first.ticket())).isNull();
  }

  @Test
  void whoLeavesTheLineLetsThoseBehindMoveUp() throws InterruptedException {
    guest("a");
    guest("b");
    Places.Guest third = guest("c");
    Places.Guest fourth = guest("d");

    places.leave(third);
    assertThat(places.waiting(fourth).ahead()).isEqualTo(2);
    assertThat(places.awaitTurn(fourth, 1)).isFalse();
  }
}
