using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OperateFirst.Portal.TestSupport;

/// <summary>Certificates with an RSA key, as an operator makes one to protect the keys of sessions.</summary>
public static class SelfSigned
{
    public static X509Certificate2 Make(DateTimeOffset from, DateTimeOffset to)
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=portal", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(from, to);
    }

    /// <summary>Valid now, certificate and key in one file.</summary>
    /// <returns>The file's path.</returns>
    public static string WritePem(string file)
    {
        var now = TimeProvider.System.GetUtcNow();
        return WritePem(file, now.AddDays(-1), now.AddDays(30));
    }

    /// <returns>The file's path.</returns>
    public static string WritePem(string file, DateTimeOffset from, DateTimeOffset to)
    {
        using var certificate = Make(from, to);
        using var key = certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException("It was made with an RSA key.");
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }
}
