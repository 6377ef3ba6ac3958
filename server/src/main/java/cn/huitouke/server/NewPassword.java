package cn.huitouke.server;

import cn.huitouke.console.Operators;
import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code password NAME}: a new one-time password for somebody who lost theirs. */
final class NewPassword {

  private NewPassword() {}

  static int run(String[] args) {
    String name = args.length == 0 || args[0].startsWith("-") ? "admin" : args[0];
    String[] rest = Arrays.stream(args).filter(arg -> arg.startsWith("-")).toArray(String[]::new);
    SpringApplication application = Huitouke.application();
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLazyInitialization(true);
    application.setDefaultProperties(
        Map.of("spring.main.banner-mode", "off", "logging.level.root", "off"));
    try (ConfigurableApplicationContext house = application.run(rest)) {
      return house
          .getBean(Operators.class)
          .resetPassword(name)
          .map(
              password -> {
                System.out.println(name + " / " + password + "  (one-time 只用一次)");
                return 0;
              })
          .orElseGet(
              () -> {
                System.out.println("There is no operator called " + name + ".");
                return 1;
              });
    }
  }
}
