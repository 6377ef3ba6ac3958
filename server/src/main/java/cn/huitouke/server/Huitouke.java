package cn.huitouke.server;

import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The one way in: without a word it starts the bot; {@code doctor} checks the installation; {@code
 * rehearse} plays a year with simulated customers; {@code restore FILE} puts back a backup; {@code
 * password NAME} makes a new one-time password for the console.
 */
@SpringBootApplication(scanBasePackages = "cn.huitouke")
@ConfigurationPropertiesScan("cn.huitouke")
public class Huitouke {

  public static void main(String[] args) {
    String command = args.length > 0 && !args[0].startsWith("-") ? args[0] : "";
    String[] rest = command.isEmpty() ? args : Arrays.copyOfRange(args, 1, args.length);
    switch (command) {
      case "" -> run(args);
      case "doctor" -> System.exit(Doctor.run(rest));
      case "rehearse" -> System.exit(Rehearsal.run(rest));
      case "restore" -> System.exit(Restore.run(rest));
      case "password" -> System.exit(NewPassword.run(rest));
      default -> {
        System.err.println(
            "Unknown command "
                + command
                + ". Say nothing to start the bot, or: doctor | rehearse | restore FILE | password"
                + " NAME.");
        System.exit(2);
      }
    }
  }

  private static void run(String[] args) {
    try {
      application().run(args);
    } catch (RuntimeException e) {
      // The failure analyzers have said why in a sentence.
      System.exit(1);
    }
  }

  /** The application as the command starts it; tests start it the same way. */
  static SpringApplication application() {
    SpringApplication application = new SpringApplication(Huitouke.class);
    application.setDefaultProperties(Map.of("spring.main.banner-mode", "off"));
    return application;
  }
}
