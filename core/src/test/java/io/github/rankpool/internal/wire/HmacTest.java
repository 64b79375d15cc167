package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class HmacTest {
  private final Random random = new Random(7);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void itIsWhatTheJdkComputes() throws Exception {
    for (int keyBytes = 1; keyBytes < 150; keyBytes++) {
      byte[] key = bytes(keyBytes);
      byte[] first = bytes(random.nextInt(200));
      byte[] second = bytes(random.nextInt(200));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(first);
      mac.update(second);

      assertThat(Hmac.sha256(key, first, second)).isEqualTo(mac.doFinal());
    }
  }
}
