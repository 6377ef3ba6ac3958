package cn.huitouke.server;

import cn.huitouke.console.Operators;
import java.util.Arrays;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code password NAME}: a new one-time password for somebody who lost theirs. */
final class NewPassword {

  private NewPassword() {}

  static int run(String[] args) {
    String name = args.length == 0 || args[0].startsWith("-") ? "admin" : args[0];
    String[] rest = Arrays.stream(args).filter(arg -> arg.startsWith("-")).toArray(String[]::new);
    try (ConfigurableApplicationContext house = AtRest.open(rest)) {
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
    } catch (RuntimeException e) {
      System.out.println(Doctor.cause(e));
      return 1;
    }
  }
}
