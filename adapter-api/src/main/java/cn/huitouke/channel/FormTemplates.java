package cn.huitouke.channel;

import java.util.Optional;

/**
 * A channel whose consents ({@link InboundEvent.Consent}) are for the platform's templates: says which
 * template one of our forms is, so that the engine can keep count of the consents left for it.
 */
public interface FormTemplates {

  /** The platform's id of the template for a form, if the account has one. Calls nobody. */
  Optional<String> templateOf(String form);
}
