package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of the hint {@code host} (MPI-4.0 §11.8.4): hosts with the number of ranks that each
 * takes in one round, 1 if not told, as in {@code node1,node2:4,[fd00::7]:2}.
 */
final class HostList {
  private static final int MOST_SLOTS = 1_000_000;

  /**
   * A name, perhaps with a user; or an IPv6 address, in brackets if a number follows. None begins
   * with a dash: it would be an option to ssh.
   */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<name>(?:\\w[\\w.-]*@)?\\w[\\w.-]*)(?::(?<slots>\\d+))?"
              + "|\\[(?<bracketed>[0-9a-fA-F:]+(?:%[\\w.-]+)?)\\](?::(?<bracketedSlots>\\d+))?"
              + "|[0-9a-fA-F:]+(?:%[\\w.-]+)?");

  private record Entry(Place place, int slots) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Reads a list.
   *
   * @throws MpiException (RP-358) naming what is not understood
   */
  HostList(String list) {
    for (String text : list.split(",", -1)) {
      entries.add(entry(text.strip(), list));
    }
  }

  /** Where the ranks go: in order, round after round. */
  List<Place> deal(int ranks) {
    List<Place> places = new ArrayList<>(ranks);
    while (places.size() < ranks) {
      for (Entry entry : entries) {
        for (int i = 0; i < entry.slots() && places.size() < ranks; i++) {
          places.add(entry.place());
        }
      }
    }
    return places;
  }

  private static Entry entry(String text, String list) {
    Matcher matcher = ENTRY.matcher(text);
    if (!matcher.matches()) {
      throw bad("'" + text + "' is no host", list);
    }
    String name = matcher.group("name");
    if (name != null) {
      return new Entry(new Place(name), slots(matcher.group("slots"), list));
    }
    String bracketed = matcher.group("bracketed");
    String address = bracketed == null ? text : bracketed;
    if (!isIpv6(address)) {
      throw bad("'" + text + "' is no host", list);
    }
    return new Entry(new Place(address), slots(matcher.group("bracketedSlots"), list));
  }

  private static boolean isIpv6(String text) {
    int zone = text.indexOf('%');
    try {
      // In brackets it is never looked up.
      InetAddress.getByName("[" + (zone < 0 ? text : text.substring(0, zone)) + "]");
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static int slots(@Nullable String text, String list) {
    if (text == null) {
      return 1;
    }
    // Longer numbers are too large, whatever their digits.
    int slots = text.length() > 7 ? MOST_SLOTS + 1 : Integer.parseInt(text);
    if (slots < 1 || slots > MOST_SLOTS) {
      throw bad(text + " ranks on a host are not 1 to " + MOST_SLOTS, list);
    }
    return slots;
  }

  private static MpiException bad(String problem, String list) {
    return new MpiException(
        "RP-358",
        "the hint 'host' is '"
            + list
            + "', of which "
            + problem
            + ". Give hosts that ssh can reach, with the number of ranks behind a colon if not 1:"
            + " node1,node2:4");
  }
}
