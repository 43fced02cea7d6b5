namespace OperateFirst.Portal.TestSupport.OpenId;

/// <param name="Subject">The provider's lasting name of the person: claim <c>sub</c>.</param>
/// <param name="UserName">Claim <c>preferred_username</c>.</param>
public sealed record OpenIdUser(string Subject, string Name, string Email, string UserName)
{
    public bool EmailVerified { get; init; } = true;

    /// <summary>The token says who it is and no more: name and address are told by the user info alone.</summary>
    public bool OnlySubjectInToken { get; init; }

    internal Dictionary<string, object> TokenClaims() => OnlySubjectInToken ? new() { ["sub"] = Subject } : Claims();

    internal Dictionary<string, object> Claims() => new()
    {
        ["sub"] = Subject,
        ["name"] = Name,
        ["preferred_username"] = UserName,
        ["email"] = Email,
        ["email_verified"] = EmailVerified,
    };
}

/// <summary>What a provider can do wrong, and the portal must refuse.</summary>
[Flags]
public enum Tampering
{
    None = 0,

    /// <summary>Comes back with a state that the portal did not give.</summary>
    State = 1,

    /// <summary>The token's nonce is not the portal's.</summary>
    Nonce = 2,

    /// <summary>The token names another issuer.</summary>
    Issuer = 4,

    /// <summary>The token is for another client.</summary>
    Audience = 8,

    /// <summary>The token is signed with a key that is not published, under the published key's id.</summary>
    Signature = 16,

    /// <summary>The token ended an hour ago.</summary>
    Expired = 32,

    /// <summary>The person said no: comes back with <c>access_denied</c>. Not an attack.</summary>
    Denied = 64,

    /// <summary>The token has no nonce.</summary>
    NoNonce = 128,

    /// <summary>The token says that it needs no signature, and has none.</summary>
    Unsigned = 256,

    /// <summary>The token is signed with the client's secret, which the provider's published key is not.</summary>
    SecretAsKey = 512,

    /// <summary>The token answer is no JSON.</summary>
    Garbage = 1024,
}
