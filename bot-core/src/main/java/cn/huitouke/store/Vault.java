package cn.huitouke.store;

/**
 * Encryption at rest for what identifies a person: names, phones, addresses (Tink AES-GCM; the key
 * file lies under the data directory unless a setting names another).
 */
public interface Vault {

  /**
   * Seals a text.
   *
   * @param about what it is and whose, for example {@code order.receiver-phone}: bound to the
   *     ciphertext, and needed to open it
   */
  byte[] seal(String text, String about);

  /** Opens what {@link #seal} made. */
  String open(byte[] sealed, String about);

  /** A keyed fingerprint: the same text gives the same one, and it cannot be turned back. */
  byte[] fingerprint(String text, String about);
}
