using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OperateFirst.Portal.TestSupport.OpenId;

/// <summary>Makes id tokens (RS256) and the key set to check them with.</summary>
internal sealed class TokenSigner : IDisposable
{
    private const string KeyId = "test-key";
    private readonly RSA key = RSA.Create(2048);

    public object KeySet
    {
        get
        {
            var parameters = key.ExportParameters(includePrivateParameters: false);
            return new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        alg = "RS256",
                        kid = KeyId,
                        n = Base64Url(parameters.Modulus ?? []),
                        e = Base64Url(parameters.Exponent ?? []),
                    },
                },
            };
        }
    }

    public static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public string IdToken(string issuer, string audience, string? nonce, OpenIdUser user, Tampering tampering)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        if (tampering.HasFlag(Tampering.Expired))
        {
            now -= 3900;
        }

        var claims = user.TokenClaims();
        claims["iss"] = tampering.HasFlag(Tampering.Issuer) ? "http://127.0.0.1:9/other" : issuer;
        claims["aud"] = tampering.HasFlag(Tampering.Audience) ? "another-client" : audience;
        claims["iat"] = now;
        claims["nbf"] = now;
        claims["exp"] = now + 300;
        if (nonce is not null && !tampering.HasFlag(Tampering.NoNonce))
        {
            claims["nonce"] = tampering.HasFlag(Tampering.Nonce) ? "forged-nonce" : nonce;
        }

        var algorithm = tampering.HasFlag(Tampering.Unsigned) ? "none" : tampering.HasFlag(Tampering.SecretAsKey) ? "HS256" : "RS256";
        var header = new Dictionary<string, string> { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = KeyId };
        var content = $"{Part(header)}.{Part(claims)}";
        return algorithm switch
        {
            "none" => $"{content}.",
            "HS256" => $"{content}.{Base64Url(HMACSHA256.HashData(Encoding.UTF8.GetBytes(OpenIdProvider.ClientSecret), Encoding.ASCII.GetBytes(content)))}",
            _ => $"{content}.{Sign(content, tampering.HasFlag(Tampering.Signature))}",
        };
    }

    public void Dispose() => key.Dispose();

    private static string Part<T>(T value) => Base64Url(JsonSerializer.SerializeToUtf8Bytes(value));

    private string Sign(string content, bool forged)
    {
        using var stranger = forged ? RSA.Create(2048) : null;
        return Base64Url((stranger ?? key).SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
