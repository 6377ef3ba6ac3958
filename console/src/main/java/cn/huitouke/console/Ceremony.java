package cn.huitouke.console;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two acts of WebAuthn, as this console holds them: the authenticator has to have made sure who
 * is there (finger, face, PIN), so that a passkey is two steps in one; where it comes from is not
 * asked.
 */
final class Ceremony {

  private static final List<PublicKeyCredentialParameters> KINDS =
      Stream.of(
              COSEAlgorithmIdentifier.ES256,
              COSEAlgorithmIdentifier.EdDSA,
              COSEAlgorithmIdentifier.RS256)
          .map(kind -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, kind))
          .toList();

  private static final Logger log = LoggerFactory.getLogger(Ceremony.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ObjectConverter converter = new ObjectConverter();
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(converter);
  private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
  private final ConsoleSettings settings;

  Ceremony(ConsoleSettings settings) {
    this.settings = settings;
  }

  /** What is kept of a passkey. */
  record Credential(
      byte[] id, byte[] attested, long counter, boolean mayBeCopied, boolean isCopied) {}

  /** A passkey's answer, not believed yet. */
  record Shown(AuthenticationData data) {

    byte[] id() {
      return data.getCredentialId();
    }

    long counter() {
      return Objects.requireNonNull(data.getAuthenticatorData()).getSignCount();
    }

    boolean isCopied() {
      return Objects.requireNonNull(data.getAuthenticatorData()).isFlagBS();
    }

    /** A passkey that was found without a name says whose it is. */
    boolean isOf(byte[] handle) {
      return Arrays.equals(data.getUserHandle(), handle);
    }
  }

  String host() {
    return settings.host();
  }

  /** The kinds of keys that are taken, by their COSE numbers, the liked ones first. */
  static List<Long> kinds() {
    return KINDS.stream().map(kind -> kind.getAlg().getValue()).toList();
  }

  /** Something that nobody could have answered before. */
  static String challenge() {
    byte[] challenge = new byte[32];
    RANDOM.nextBytes(challenge);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(challenge);
  }

  /** What was made in answer to this challenge; empty when it was not. */
  Optional<Credential> made(String challenge, String answer) {
    return believed(
        () -> {
          var made =
              manager.verifyRegistrationResponseJSON(
                  answer, new RegistrationParameters(asked(challenge), KINDS, true, true));
          return credential(made);
        });
  }

  /**
   * The library is handed what anybody may write, and says no to it in exceptions of any kind: its
   * own for an answer that is wrong, others for what is no answer at all.
   */
  private static <T> Optional<T> believed(Supplier<T> look) {
    try {
      return Optional.of(look.get());
    } catch (RuntimeException e) {
      log.debug("A passkey's answer is refused: {}", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private Credential credential(RegistrationData made) {
    var data = Objects.requireNonNull(made.getAttestationObject()).getAuthenticatorData();
    var attested = Objects.requireNonNull(data.getAttestedCredentialData());
    return new Credential(
        attested.getCredentialId(),
        credentials.convert(attested),
        data.getSignCount(),
        data.isFlagBE(),
        data.isFlagBS());
  }

  /** Reads an answer; empty when it is none. */
  Optional<Shown> shown(String answer) {
    return believed(() -> new Shown(manager.parseAuthenticationResponseJSON(answer)));
  }

  /** Whether it is this passkey's answer to this challenge, and no copy of it has been about. */
  boolean holds(String challenge, Shown shown, Credential kept) {
    return believed(() -> verified(challenge, shown, kept)).isPresent();
  }

  private AuthenticationData verified(String challenge, Shown shown, Credential kept) {
    var record =
        new CredentialRecordImpl(
            new NoneAttestationStatement(),
            true,
            kept.mayBeCopied(),
            kept.isCopied(),
            kept.counter(),
            credentials.convert(kept.attested()),
            null,
            null,
            null,
            null);
    return manager.verify(
        shown.data(), new AuthenticationParameters(asked(challenge), record, null, true, true));
  }

  private ServerProperty asked(String challenge) {
    return ServerProperty.builder()
        .originPredicate(this::ours)
        .rpId(settings.host())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private boolean ours(Origin origin) {
    return settings.publicUrl().isEmpty()
        ? "http".equals(origin.getScheme()) && "localhost".equals(origin.getHost())
        : origin.equals(Origin.create(settings.publicUrl()));
  }
}
