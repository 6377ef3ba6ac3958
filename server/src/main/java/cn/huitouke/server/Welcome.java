package cn.huitouke.server;

import cn.huitouke.console.Operators;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says where everything is, once it is there; commands that only look bring nothing up. */
@Component
@ConditionalOnWebApplication
class Welcome {

  private final ServerSettings settings;
  private final Operators operators;
  private final Environment environment;
  private final SandboxAssembly.SandboxSwitch sandbox;
  private final boolean rehearsal;

  Welcome(
      ServerSettings settings,
      Operators operators,
      Environment environment,
      SandboxAssembly.SandboxSwitch sandbox,
      ObjectProvider<Stage> stage) {
    this.settings = settings;
    this.operators = operators;
    this.environment = environment;
    this.sandbox = sandbox;
    this.rehearsal = stage.getIfAvailable() != null;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    if (rehearsal) {
      return; // nobody is to come in
    }
    StringBuilder words = new StringBuilder("\n  回头客 Huitouke is up.\n\n");
    line(words, "Console  控制台", "http://127.0.0.1:" + environment.getProperty("local.server.port"));
    password()
        .ifPresent(password -> line(words, "  log in  登录", "admin / " + password + "  (one-time)"));
    line(words, "Gateway  回调口", "http://127.0.0.1:" + settings.gateway().port() + "/hooks/…");
    if (sandbox.on()) {
      line(words, "Phone    手机页", "http://127.0.0.1:" + settings.sandbox().port() + "/");
    }
    line(words, "Data     数据", settings.dataDir().toAbsolutePath().normalize().toString());
    words.append("\n  Ctrl-C stops it.\n");
    // Not the log: a password does not belong into a file.
    System.out.println(words);
  }

  /** As long as nobody has chosen a password of their own, each start prints a fresh one. */
  private Optional<String> password() {
    return operators
        .firstPassword()
        .or(
            () ->
                operators.firstPasswordUnused()
                    ? operators.resetPassword("admin")
                    : Optional.empty());
  }

  private static void line(StringBuilder words, String name, String value) {
    words.append("  ").append(name).append("  ").append(value).append('\n');
  }
}
