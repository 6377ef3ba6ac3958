package cn.huitouke.adapter.wechatmp;

import cn.huitouke.channel.NoToken;
import cn.huitouke.channel.SendOutcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import me.chanjar.weixin.common.enums.WxType;
import me.chanjar.weixin.common.error.WxError;
import org.jspecify.annotations.Nullable;

/**
 * The account's access token. However many ask at once, one of them fetches and the others wait for
 * what it gets, failure included; over several processes, by turns.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html">stable_token</a>
 */
final class Tokens {

  private static final Duration TURN = Duration.ofSeconds(15);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Issuer issuer;
  private final Optional<RedisTokens> shared;
  private final InstantSource clock;
  private final AtomicReference<@Nullable CompletableFuture<Token>> fetching =
      new AtomicReference<>();
  private volatile Token held = new Token("", Instant.EPOCH);
  private Instant forcedAt = Instant.EPOCH;

  /** Whoever gives out tokens. */
  interface Issuer {

    /**
     * @param force whether the token in force shall be replaced at once; allowed 20 times a day
     * @return the platform's answer
     */
    String issue(boolean force) throws IOException;
  }

  /** A token and until when it is used. */
  record Token(String value, Instant until) {

    boolean usable(Instant now, String refused) {
      return now.isBefore(until) && !value.equals(refused);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "a token until " + until;
    }
  }

  Tokens(Issuer issuer, Optional<RedisTokens> shared, InstantSource clock) {
    this.issuer = issuer;
    this.shared = shared;
    this.clock = clock;
  }

  /**
   * A token to use now.
   *
   * @throws NoToken where there is none
   */
  String current() {
    return other("");
  }

  /**
   * A token other than the one that the platform has just refused.
   *
   * @throws NoToken where there is none
   */
  String other(String refused) {
    Token now = held;
    return (now.usable(clock.instant(), refused) ? now : fetchedByOne(refused)).value();
  }

  /**
   * Asks the platform for the token once more, whatever token is held: the account's id and secret are
   * right as of now.
   *
   * @throws NoToken where they are not, or nobody answers
   */
  String proved() {
    Token token = asked(false);
    held = token;
    return token.value();
  }

  private Token fetchedByOne(String refused) {
    CompletableFuture<Token> mine = new CompletableFuture<>();
    CompletableFuture<Token> before = fetching.compareAndExchange(null, mine);
    if (before == null) {
      try {
        Token now = held; // somebody may have finished between our look and our turn
        Token token = now.usable(clock.instant(), refused) ? now : fetched(refused);
        held = token;
        mine.complete(token);
      } catch (RuntimeException e) {
        mine.completeExceptionally(e);
      } finally {
        mine.completeExceptionally(new IllegalStateException("The fetch broke off")); // if it did
        fetching.set(null);
      }
    }
    try {
      return (before == null ? mine : before).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof NoToken none ? none : new IllegalStateException(e.getCause());
    }
  }

  private Token fetched(String refused) {
    if (shared.isEmpty()) {
      return issued(refused);
    }
    RedisTokens redis = shared.get();
    String me = UUID.randomUUID().toString();
    long begun = System.nanoTime();
    boolean mine = false;
    do {
      Optional<Token> there = redis.read().filter(token -> token.usable(clock.instant(), refused));
      if (there.isPresent()) {
        return there.get();
      }
      mine = redis.takeTurn(me, TURN);
      if (!mine) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    } while (!mine && System.nanoTime() - begun < PATIENCE);
    try {
      Token token = issued(refused);
      redis.write(token, Duration.between(clock.instant(), token.until()));
      return token;
    } finally {
      if (mine) {
        redis.giveTurnBack(me);
      }
    }
  }

  /** Forces only where the platform itself insists on the token that it refused. */
  private Token issued(String refused) {
    Token token = asked(false);
    if (!token.value().equals(refused)) {
      return token;
    }
    Instant now = clock.instant();
    if (Duration.between(forcedAt, now).compareTo(BETWEEN_FORCED) < 0) {
      throw new NoToken(new SendOutcome.Deferred(BETWEEN_FORCED, "a new token was just forced"));
    }
    forcedAt = now;
    return asked(true);
  }

  private Token asked(boolean force) {
    try {
      String answer = issuer.issue(force);
      JsonObject json = JsonParser.parseString(answer).getAsJsonObject();
      if (!json.has("access_token")) {
        throw new NoToken(ErrorCodes.tokenRefused(WxError.fromJson(answer, WxType.MP)));
      }
      long life = json.get("expires_in").getAsLong();
      // The platform keeps the old token alive for five minutes beside the new one.
      long used = life - Math.min(300, life / 10);
      return new Token(json.get("access_token").getAsString(), clock.instant().plusSeconds(used));
    } catch (IOException e) {
      throw new NoToken(
          new SendOutcome.Deferred(SOON, "no token: " + e.getClass().getSimpleName()));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException
        | NullPointerException e) {
      throw new NoToken(new SendOutcome.Deferred(SOON, "no token: the answer made no sense"));
    }
  }
}
