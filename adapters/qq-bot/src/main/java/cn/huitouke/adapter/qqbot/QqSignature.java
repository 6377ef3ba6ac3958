package cn.huitouke.adapter.qqbot;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The platform's Ed25519 over timestamp and raw body. The key's seed is the bot secret, doubled while
 * shorter than 32 bytes and cut there. BouncyCastle, because the JDK's own verifies eight times slower.
 */
final class QqSignature {

  private static final int SEED = 32;
  private static final int SIGNATURE = 64;

  private final Ed25519PrivateKeyParameters key;
  private final Ed25519PublicKeyParameters publicKey;

  QqSignature(String secret) {
    StringBuilder seed = new StringBuilder(secret);
    while (seed.toString().getBytes(StandardCharsets.UTF_8).length < SEED) {
      seed.append(seed);
    }
    key = new Ed25519PrivateKeyParameters(seed.toString().getBytes(StandardCharsets.UTF_8), 0);
    publicKey = key.generatePublicKey();
  }

  /** Whether the signature (hex) is the platform's. Malformed hex or length is just no. */
  boolean verifies(String signature, String timestamp, byte[] body) {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (bytes.length != SIGNATURE || (bytes[SIGNATURE - 1] & 224) != 0) {
      return false;
    }
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(false, publicKey);
    byte[] time = timestamp.getBytes(StandardCharsets.UTF_8);
    signer.update(time, 0, time.length);
    signer.update(body, 0, body.length);
    return signer.verifySignature(bytes);
  }

  /** Signs, in hex: for the platform's check of our address. */
  String sign(String text) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    signer.update(bytes, 0, bytes.length);
    return HexFormat.of().formatHex(signer.generateSignature());
  }

  byte[] publicKey() {
    return publicKey.getEncoded();
  }
}
