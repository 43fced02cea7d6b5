using Microsoft.Extensions.Configuration;

namespace OperateFirst.Portal.Tests.Hosting;

/// <summary>Settings that change while the portal runs, as an edited settings file does.</summary>
public sealed class ChangingSettings : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Change(string name, string value)
    {
        Set(name, value);
        OnReload();
    }
}
