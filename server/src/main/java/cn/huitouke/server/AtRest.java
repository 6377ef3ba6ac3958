package cn.huitouke.server;

import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * The house put together with nothing in it running, and silent: for commands that only look. No
 * port opens, no message leaves, no sweep runs; each part is made when it is asked for.
 */
final class AtRest implements LifecycleProcessor {

  private AtRest() {}

  static ConfigurableApplicationContext open(String[] args) {
    SpringApplication application = Huitouke.application();
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLazyInitialization(true);
    application.setLogStartupInfo(false);
    application.addInitializers(
        context ->
            context
                .getBeanFactory()
                .registerSingleton(
                    AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new AtRest()));
    // As arguments, for these outrank the application's own file.
    Stream<String> quiet =
        Stream.of(
            "--spring.modulith.events.republish-outstanding-events-on-restart=false",
            "--logging.level.root=off",
            "--logging.level.cn.huitouke=off",
            "--logging.level.org.springframework.boot=off");
    return application.run(Stream.concat(Stream.of(args), quiet).toArray(String[]::new));
  }

  @Override
  public void onRefresh() {
    // Nothing starts.
  }

  @Override
  public void onClose() {
    // So nothing is to be stopped.
  }

  @Override
  public void start() {
    // Not on request either.
  }

  @Override
  public void stop() {
    // Nothing runs.
  }

  @Override
  public boolean isRunning() {
    return false;
  }
}
