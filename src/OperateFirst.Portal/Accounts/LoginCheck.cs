using System.Text.RegularExpressions;
using OperateFirst.Portal.Data;

namespace OperateFirst.Portal.Accounts;

/// <summary>How a person is named who may not have signed in yet: by their login at a provider.</summary>
public static partial class LoginCheck
{
    /// <returns>The login as it is stored; meaningless where a problem was added.</returns>
    public static string Of(FieldChecks checks, string field, string provider, string? value)
    {
        if (SignInProviders.LoginIsEmail(provider))
        {
            return checks.Email(field, value, "the person's e-mail address");
        }

        var login = checks.Line(field, value?.Trim().TrimStart('@'), "the person's GitHub login", 100);
        if (login.Length > 0 && !GitHubLogin().IsMatch(login))
        {
            checks.Add(field, login.Contains(' ')
                ? $"“{login}” looks like a name. Enter the GitHub login instead, such as cooktheryan."
                : "Enter the GitHub login as in the address of their profile, such as cooktheryan: letters, digits and single hyphens.");
        }

        return login;
    }

    // https://github.com/shinnn/github-username-regex states the same rule GitHub's own sign-up form names.
    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}$")]
    private static partial Regex GitHubLogin();
}
