package cn.huitouke.console;

import cn.huitouke.store.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ConsoleSettings.class, WebhookSettings.class})
class ConsoleConfiguration implements WebMvcConfigurer {

  @Bean
  PasswordEncoder passwordEncoder() {
    return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  }

  @Bean
  Operators operators(
      JdbcClient database,
      PasswordEncoder encoder,
      Vault vault,
      TransactionTemplate transaction,
      InstantSource clock) {
    return new Operators(database, encoder, vault, transaction, clock);
  }

  @Bean
  Audit audit(JdbcClient database, TransactionTemplate transaction, InstantSource clock) {
    return new Audit(database, transaction, clock);
  }

  @Bean
  ApiTokens apiTokens(JdbcClient database, InstantSource clock) {
    return new ApiTokens(database, clock);
  }

  @Bean
  RequestPace requestPace() {
    return new RequestPace();
  }

  @Bean
  LoginThrottle loginThrottle(
      JdbcClient database, TransactionTemplate transaction, InstantSource clock) {
    return new LoginThrottle(database, transaction, clock);
  }

  /** Before everything that asks from where somebody comes. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> behindProxies(
      ConsoleSettings settings) {
    return server -> {
      if (!settings.trustedProxies().isEmpty()) {
        server.addEngineValves(new BehindProxies(settings.proxies()));
      }
    };
  }

  @Bean
  Passkeys passkeys(JdbcClient database, ConsoleSettings settings, InstantSource clock) {
    return new Passkeys(database, new Ceremony(settings), clock);
  }

  /** The cookie of a choice made, else the browser's wish, else Chinese. */
  @Bean
  LocaleResolver localeResolver() {
    CookieLocaleResolver resolver = new CookieLocaleResolver("lang");
    resolver.setCookieHttpOnly(true);
    resolver.setCookieSameSite("Lax");
    resolver.setDefaultLocaleFunction(
        request -> {
          String wish = request.getHeader("Accept-Language");
          Locale best = wish == null ? null : Locale.lookup(ranges(wish), LOCALES);
          return best == null ? Locale.SIMPLIFIED_CHINESE : best;
        });
    return resolver;
  }

  private static final List<Locale> LOCALES =
      List.of(Locale.SIMPLIFIED_CHINESE, Locale.CHINESE, Locale.ENGLISH);

  private static List<Locale.LanguageRange> ranges(String wish) {
    try {
      return Locale.LanguageRange.parse(wish);
    } catch (IllegalArgumentException e) {
      return List.of(); // whatever that header was
    }
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new RoleCheck());
    registry.addInterceptor(new ScopeCheck()).addPathPatterns("/api/**");
    registry.addInterceptor(
        new LocaleChangeInterceptor() {
          {
            setParamName("lang");
            setIgnoreInvalidLocale(true);
          }
        });
  }
}
