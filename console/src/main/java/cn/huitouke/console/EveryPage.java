package cn.huitouke.console;

import java.beans.PropertyEditorSupport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame of every page needs. */
@ControllerAdvice(basePackageClasses = EveryPage.class)
class EveryPage {

  @ModelAttribute("me")
  @Nullable Login me(@AuthenticationPrincipal @Nullable Login login) {
    return login;
  }

  /** A character that no keyboard has and no database takes. */
  @InitBinder
  void clean(WebDataBinder binder) {
    binder.registerCustomEditor(
        String.class,
        new PropertyEditorSupport() {
          @Override
          public void setAsText(String text) {
            setValue(text.replace("\u0000", ""));
          }
        });
  }

  static boolean english(Locale locale) {
    return Locale.ENGLISH.getLanguage().equals(locale.getLanguage());
  }
}
