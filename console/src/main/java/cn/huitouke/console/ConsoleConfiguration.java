package cn.huitouke.console;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration implements WebMvcConfigurer {

  @Bean
  PasswordEncoder passwordEncoder() {
    return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  }

  @Bean
  Operators operators(JdbcClient database, PasswordEncoder encoder, InstantSource clock) {
    return new Operators(database, encoder, clock);
  }

  @Bean
  LoginThrottle loginThrottle(InstantSource clock) {
    return new LoginThrottle(clock);
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
          Locale best =
              wish == null
                  ? null
                  : Locale.lookup(
                      Locale.LanguageRange.parse(wish),
                      List.of(Locale.SIMPLIFIED_CHINESE, Locale.CHINESE, Locale.ENGLISH));
          return best == null ? Locale.SIMPLIFIED_CHINESE : best;
        });
    return resolver;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(
        new LocaleChangeInterceptor() {
          {
            setParamName("lang");
            setIgnoreInvalidLocale(true);
          }
        });
  }
}
