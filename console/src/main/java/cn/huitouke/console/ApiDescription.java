package cn.huitouke.console;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What stands above the whole interface's description, and in each of its operations. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
    info =
        @Info(
            title = "Huitouke",
            version = "1",
            description =
                "For the shop's own systems. Errors are problem details (RFC 9457); lists go on"
                    + " with next, given back as cursor; 20 requests a second for each token, then"
                    + " 429 with Retry-After."),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    name = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "From the console, Settings › API tokens; each has its scopes.")
class ApiDescription {

  /** Which scope each needs, and what everything may answer. */
  @Bean
  OperationCustomizer scopesAndRefusals() {
    return (operation, method) -> {
      Needs needs = method.getMethodAnnotation(Needs.class);
      if (needs != null) {
        String before = operation.getDescription() == null ? "" : operation.getDescription() + " ";
        operation.setDescription(before + "Scope: `" + needs.value().word() + "`.");
      }
      operation
          .getResponses()
          .addApiResponse("401", said("No or wrong token"))
          .addApiResponse("403", said("The token was not made for that"))
          .addApiResponse("429", said("Too fast; wait for Retry-After"));
      return operation;
    };
  }

  private static ApiResponse said(String what) {
    return new ApiResponse().description(what);
  }
}
