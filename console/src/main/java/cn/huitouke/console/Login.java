package cn.huitouke.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** An operator who has entered. */
final class Login extends User {

  private static final long serialVersionUID = 1;

  private final Role role;
  private final int stamp;
  private final long since = System.nanoTime();

  Login(
      String name,
      @Nullable String password,
      Role role,
      boolean enabled,
      boolean mustChange,
      int stamp) {
    super(
        name,
        password,
        enabled,
        true,
        true,
        true,
        List.of(
            new SimpleGrantedAuthority(mustChange ? Operators.MUST_CHANGE : Operators.OPERATOR)));
    this.role = role;
    this.stamp = stamp;
  }

  Role role() {
    return role;
  }

  public boolean may(String least) {
    return role.atLeast(Role.valueOf(least));
  }

  int stamp() {
    return stamp;
  }

  /** When this session began, of {@link System#nanoTime()}: a turned shop clock ends no session. */
  long since() {
    return since;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
