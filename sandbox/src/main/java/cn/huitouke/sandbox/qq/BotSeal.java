package cn.huitouke.sandbox.qq;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Signs as the platform does: Ed25519 over time and body, the bot secret as seed. */
final class BotSeal {
  private static final int SEED = 32;

  private final PrivateKey key;

  BotSeal(String secret) {
    String seed = secret;
    while (seed.length() < SEED) {
      seed += seed;
    }
    byte[] bytes = Arrays.copyOf(seed.getBytes(StandardCharsets.UTF_8), SEED);
    try {
      key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String sign(String timestamp, String body) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update((timestamp + body).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
