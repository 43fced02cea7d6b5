BEGIN TRANSACTION;
CREATE TABLE "Acceptances" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Acceptances" PRIMARY KEY,
    "ProjectId" TEXT NOT NULL,
    "Agreement" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "TextSha256" TEXT NOT NULL,
    "AccountId" TEXT NOT NULL,
    "AccountName" TEXT NOT NULL,
    "AtUtc" TEXT NOT NULL,
    "LedgerEntryId" TEXT NOT NULL,
    CONSTRAINT "FK_Acceptances_AgreementVersions_Agreement_Number" FOREIGN KEY ("Agreement", "Number") REFERENCES "AgreementVersions" ("Agreement", "Number") ON DELETE RESTRICT
);
INSERT INTO "Acceptances" VALUES('01A20FA8-E72E-70AB-91B0-5090BE187C89','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','telemetry',1,'477d682c840660f5fd0f4cd64e42f58d317c04a829639d32416f958d5510a83d','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan','2026-11-24 22:24:17.197','01A20FA8-E72E-7000-9F89-2D9A2D1EE68A');
INSERT INTO "Acceptances" VALUES('01A20FA8-E7A9-7C52-801F-A02317B6F505','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','commitment',1,'4801b3e8d861069c65c4de6a48f1e6991ed461afff3d50638a66702cde346030','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan','2026-11-24 22:24:17.321','01A20FA8-E7A9-7000-B719-78F159DED647');
INSERT INTO "Acceptances" VALUES('01A20FA8-E8E2-79EA-A198-C47EDA3F18DE','01A20FA8-E681-72A0-9F76-CF100ACFAC67','telemetry',1,'477d682c840660f5fd0f4cd64e42f58d317c04a829639d32416f958d5510a83d','01A20FA8-E454-75A6-A158-A27B02A34BCD','russellb','2026-11-24 22:24:17.634','01A20FA8-E8E2-7000-8918-49C27241D6E6');
CREATE TABLE "Accounts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Accounts" PRIMARY KEY,
    "Provider" TEXT NOT NULL,
    "Subject" TEXT NOT NULL,
    "Login" TEXT NOT NULL,
    "LoginKey" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Email" TEXT NOT NULL,
    "CreatedAtUtc" TEXT NOT NULL,
    "LastSignInUtc" TEXT NOT NULL
);
INSERT INTO "Accounts" VALUES('01A20FA8-E3F0-7388-9CDD-2776ED663175','development','cooktheryan','cooktheryan','cooktheryan','Project Lead','lead@example.org','2026-11-24 22:24:16.36','2026-11-24 22:24:16.36');
INSERT INTO "Accounts" VALUES('01A20FA8-E454-75A6-A158-A27B02A34BCD','development','russellb','russellb','russellb','Second Lead','second.lead@example.org','2026-11-24 22:24:16.467','2026-11-24 22:24:16.467');
INSERT INTO "Accounts" VALUES('01A20FA8-E462-71CB-8114-02DE73D03F9E','development','bburns','bburns','bburns','Bill Burns','coordinator@example.org','2026-11-24 22:24:16.481','2026-11-24 22:24:16.481');
INSERT INTO "Accounts" VALUES('01A20FA8-E46B-7215-971B-75F20CF26F81','development','larsks','larsks','larsks','Lars Kellogg-Stedman','coordinator2@example.org','2026-11-24 22:24:16.491','2026-11-24 22:24:16.491');
CREATE TABLE "AgreementVersions" (
    "Agreement" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "Summary" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "Sha256" TEXT NOT NULL,
    "PublishedAtUtc" TEXT NOT NULL,
    CONSTRAINT "PK_AgreementVersions" PRIMARY KEY ("Agreement", "Number")
);
INSERT INTO "AgreementVersions" VALUES('commitment',1,'Commitment agreement','Your developers take an active part with the operators, and are available to help sort out issues.','## 1. What you agree to

The Mass Open Cloud (MOC) is no place to bring a project and leave it. You agree that the developers of your project do what section 2 says.

## 2. What your developers do

- They take an active part with the operators whenever that is needed.
- They are available to help sort out issues.

## 3. How we work together

Projects work with the ops team in the open, on GitHub.

## 4. If you change your mind

- The project lead can withdraw this acceptance, and gives a reason.
- The acceptance, the withdrawal and the reason stay on record.
- The operators are told.
','4801b3e8d861069c65c4de6a48f1e6991ed461afff3d50638a66702cde346030','2026-11-24 22:24:14.922');
INSERT INTO "AgreementVersions" VALUES('telemetry',1,'Telemetry agreement','Telemetry may be freely harvested from the cloud, to help evolve open source cloud operations.','## 1. What you agree to

You agree that telemetry may be freely harvested from the cloud. Telemetry means the measurements taken from the cloud while the projects on it run.

## 2. What it is for

Its purpose is to help evolve open source cloud operations. That goes as far as building AI Ops tooling, which is software that helps operators run a cloud.

## 3. How we work together

Projects work with the ops team in the open, on GitHub.

## 4. If you change your mind

- The project lead can withdraw this acceptance, and gives a reason.
- The acceptance, the withdrawal and the reason stay on record.
- The operators are told.
','477d682c840660f5fd0f4cd64e42f58d317c04a829639d32416f958d5510a83d','2026-11-24 22:24:14.975');
CREATE TABLE "DataProtectionKeys" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_DataProtectionKeys" PRIMARY KEY AUTOINCREMENT,
    "FriendlyName" TEXT NULL,
    "Xml" TEXT NULL
);
CREATE TABLE "InvitationRequests" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_InvitationRequests" PRIMARY KEY,
    "ProjectId" TEXT NOT NULL,
    "Target" TEXT NOT NULL,
    "Contact" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "SinceUtc" TEXT NOT NULL,
    "RequestedAtUtc" TEXT NOT NULL,
    "RequestedById" TEXT NOT NULL,
    "RequestedByName" TEXT NOT NULL,
    "Note" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "DecidedByName" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "Attendees" TEXT NULL
);
INSERT INTO "InvitationRequests" VALUES('01A20FA8-E839-7743-BE62-AA3EEFEEF981','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','coordination','bill-burns','approved','2026-11-24 22:24:17.843','2026-11-24 22:24:17.465','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan','We present in November.','','bburns',1,'[{"Email":"lead@example.org","Name":"Project Lead"}]');
INSERT INTO "InvitationRequests" VALUES('01A20FA8-E89B-7C49-B627-C848F915A7CE','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','sprint-planning','lars-kellogg-stedman','waiting','2026-11-24 22:24:17.563','2026-11-24 22:24:17.563','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan','','','',0,'[{"Email":"lead@example.org","Name":"Project Lead"}]');
INSERT INTO "InvitationRequests" VALUES('01A20FA8-E8C4-7874-A435-AF782EE4C70D','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','chat-room','lars-kellogg-stedman','waiting','2026-11-24 22:24:17.604','2026-11-24 22:24:17.604','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan','','','',0,'[{"Email":"lead@example.org","Name":"Project Lead"}]');
INSERT INTO "InvitationRequests" VALUES('01A20FA8-E8FC-745C-860D-A3EC031E436B','01A20FA8-E681-72A0-9F76-CF100ACFAC67','coordination','bill-burns','changes-asked','2026-11-24 22:24:17.875','2026-11-24 22:24:17.66','01A20FA8-E454-75A6-A158-A27B02A34BCD','russellb','','Who presents?','bburns',1,'[{"Email":"second.lead@example.org","Name":"Second Lead"}]');
CREATE TABLE "JoinedChannels" (
    "ProjectId" TEXT NOT NULL,
    "Channel" TEXT NOT NULL,
    "AtUtc" TEXT NOT NULL,
    CONSTRAINT "PK_JoinedChannels" PRIMARY KEY ("ProjectId", "Channel")
);
CREATE TABLE "LedgerEntries" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_LedgerEntries" PRIMARY KEY,
    "Chain" TEXT NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "AtUtc" TEXT NOT NULL,
    "ActorId" TEXT NULL,
    "Kind" TEXT NOT NULL,
    "Body" TEXT NOT NULL,
    "PreviousHash" TEXT NOT NULL,
    "BodyHash" TEXT NOT NULL,
    "Hash" TEXT NOT NULL
);
INSERT INTO "LedgerEntries" VALUES('01A20FA8-DE60-7000-BF38-2B92CD7E3E22','portal',1,'2026-11-24 22:24:14.944',NULL,'agreement.published','{"agreement":"commitment","sha256":"4801b3e8d861069c65c4de6a48f1e6991ed461afff3d50638a66702cde346030","version":1}','0000000000000000000000000000000000000000000000000000000000000000','0d0c128b5c2b30f989c29434e338839510a317c3e189a0343ced9038065f3829','9b71c2da0ffedb018398c3833b0ba77b992b7faad0113766dfb5601050c3631f');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-DE7F-7000-A76D-DD7C169C27FF','portal',2,'2026-11-24 22:24:14.975',NULL,'agreement.published','{"agreement":"telemetry","sha256":"477d682c840660f5fd0f4cd64e42f58d317c04a829639d32416f958d5510a83d","version":1}','9b71c2da0ffedb018398c3833b0ba77b992b7faad0113766dfb5601050c3631f','8d52890d4a524688362b740e3c4a9888872a4fbc358ca5a61d7adfc21e031a0a','2ed5460bb63b5aa6b7371b6a294b9efd14b75527b8a0f8a7461f30f41404df25');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E3FA-7000-A136-47A18095875E','portal',3,'2026-11-24 22:24:16.378','01A20FA8-E3F0-7388-9CDD-2776ED663175','account.opened','{"name":"cooktheryan","provider":"development"}','2ed5460bb63b5aa6b7371b6a294b9efd14b75527b8a0f8a7461f30f41404df25','08c23c8dc579abaa5ecb23fb5648af3e0012ad012db32c5aa779a3f77bfc69a6','74664b7ebc8ce64bc9365a0ecb89a0db528e48c47211175cd1cc014e5ad2a315');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E454-7000-A390-A19FE794998C','portal',4,'2026-11-24 22:24:16.468','01A20FA8-E454-75A6-A158-A27B02A34BCD','account.opened','{"name":"russellb","provider":"development"}','74664b7ebc8ce64bc9365a0ecb89a0db528e48c47211175cd1cc014e5ad2a315','e131b273b4ce2f083696bae11c6ad8637b89b8c53405b82362750bce89874ad8','b8a30058b85830b0f10304acf8468dca8940eec956a9d04d152cfcdc0138eee4');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E462-7000-A3C7-CB0DCE86AB12','portal',5,'2026-11-24 22:24:16.482','01A20FA8-E462-71CB-8114-02DE73D03F9E','account.opened','{"name":"bburns","provider":"development"}','b8a30058b85830b0f10304acf8468dca8940eec956a9d04d152cfcdc0138eee4','18539876fcf69213d343a2efb19399f5df29ec9478cf95534fed89b2e43f01b0','fe71357110b4e4fb4d6cb3a88dd91876720f274073744c9e17f41341a8b333e8');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E46B-7000-8C24-0F6EB77D7A8C','portal',6,'2026-11-24 22:24:16.491','01A20FA8-E46B-7215-971B-75F20CF26F81','account.opened','{"name":"larsks","provider":"development"}','fe71357110b4e4fb4d6cb3a88dd91876720f274073744c9e17f41341a8b333e8','4f110ecdebca01aeee01007f12cf0fa72cba7d64472d0f65ff53524abe30ae1a','a653cc83ac9069339f655399957686632369bd871ec03234e3cb6098269ef1db');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E4DB-7000-A43F-FC57825487F6','01a20fa8e4b07a8c9b5919a1871956b6',1,'2026-11-24 22:24:16.603','01A20FA8-E3F0-7388-9CDD-2776ED663175','project.registered','{"by":"cooktheryan","documentation":"","name":"sigstore-aas","repository":"https://github.com/redhat-et/sigstore-aas","slug":"sigstore-aas"}','0000000000000000000000000000000000000000000000000000000000000000','d5e0483522c011d2f00ddeb35d7896d80d8c5e0e1186fcddf19f2327507d6a3b','65fcb82235f6b1ab496fe7d9058fe92112bd5dbdb9928adc0abffcddd44b16ec');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E681-7000-80A5-3DE3CEAA5292','01a20fa8e68172a09f76cf100acfac67',1,'2026-11-24 22:24:17.025','01A20FA8-E454-75A6-A158-A27B02A34BCD','project.registered','{"by":"russellb","documentation":"","name":"apex","repository":"https://github.com/redhat-et/apex","slug":"apex"}','0000000000000000000000000000000000000000000000000000000000000000','f6698342145b541e4cc5e1616bcb7c2ef09258d63804c453135275f664ae87ad','cf3d3e3e8735db3738abbdf05b1d1351525d83aac3b627ff14ec95c283bcc5eb');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E696-7000-AE1E-5E6C13C73EC6','01a20fa8e6967307908b080a9bc56343',1,'2026-11-24 22:24:17.046','01A20FA8-E3F0-7388-9CDD-2776ED663175','project.registered','{"by":"cooktheryan","documentation":"","name":"withdrawn-idea","repository":"https://github.com/redhat-et/withdrawn-idea","slug":"withdrawn-idea"}','0000000000000000000000000000000000000000000000000000000000000000','3605f9bea14c1c25469023206d186a8f73d4dffeaf237a2fa04696b6fc930c67','038a4f030bca6098982773a8be333c602edf670f16af1accfb091f5bd88ff98e');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E6E2-7000-B339-704B6B257FEB','01a20fa8e4b07a8c9b5919a1871956b6',2,'2026-11-24 22:24:17.122','01A20FA8-E3F0-7388-9CDD-2776ED663175','guide.confirmed','{"by":"cooktheryan","sha256":"3187640d8f79719782399b32af1034f4e1529a8f1bddaa7ab39fd1ead602ea86"}','65fcb82235f6b1ab496fe7d9058fe92112bd5dbdb9928adc0abffcddd44b16ec','04ecce075817c825e1f0b9cea2fa089a808fef8241a1dce9d52ed94d9f19d30c','66cd8f0f58c33548ce1ccd1671930e27a7ede36157fca793a58df6813dcb7320');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E72E-7000-9F89-2D9A2D1EE68A','01a20fa8e4b07a8c9b5919a1871956b6',3,'2026-11-24 22:24:17.198','01A20FA8-E3F0-7388-9CDD-2776ED663175','agreement.accepted','{"acceptance":"01a20fa8e72e70ab91b05090be187c89","agreement":"telemetry","by":"cooktheryan","project":"sigstore-aas","sha256":"477d682c840660f5fd0f4cd64e42f58d317c04a829639d32416f958d5510a83d","title":"Telemetry agreement","version":1}','66cd8f0f58c33548ce1ccd1671930e27a7ede36157fca793a58df6813dcb7320','134bffd6d73d0c63a898091e56e59b7e808e044df4140f9b855b0df1a38252ea','3d1718a82a2e98e51ace48c631a2fa588ffa94d0b054f3ce0e81b0b32611a99b');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E7A9-7000-B719-78F159DED647','01a20fa8e4b07a8c9b5919a1871956b6',4,'2026-11-24 22:24:17.321','01A20FA8-E3F0-7388-9CDD-2776ED663175','agreement.accepted','{"acceptance":"01a20fa8e7a97c52801fa02317b6f505","agreement":"commitment","by":"cooktheryan","project":"sigstore-aas","sha256":"4801b3e8d861069c65c4de6a48f1e6991ed461afff3d50638a66702cde346030","title":"Commitment agreement","version":1}','3d1718a82a2e98e51ace48c631a2fa588ffa94d0b054f3ce0e81b0b32611a99b','1c351ab6bdb46c59d956a7f38edd6c14a7a76257ab6ab27656b8f80475c18b1a','fd4db044c661813f75f0607be8adafaf023e727bb5edb71e740dbbbc1915014e');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E853-7000-B2D4-12E4ACDA1F27','01a20fa8e4b07a8c9b5919a1871956b6',5,'2026-11-24 22:24:17.491','01A20FA8-E3F0-7388-9CDD-2776ED663175','invitation.requested','{"by":"cooktheryan","contact":"Bill Burns","people":1,"request":"01a20fa8e8397743be62aa3eefeef981","target":"coordination","title":"Project Coordination meeting"}','fd4db044c661813f75f0607be8adafaf023e727bb5edb71e740dbbbc1915014e','4dccac67e993bcfebfec7c788068f3c6849c7e965494dcf4de1ce0bab0d1c78a','5746d668ac76eb4eabea1a9a35e9aa373d6e49d1da0f49750cdb56d8bf174a0f');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E894-7000-B572-6B7EAE4E5041','01a20fa8e4b07a8c9b5919a1871956b6',6,'2026-11-24 22:24:17.556',NULL,'tracking-issue.opened','{"number":1,"url":"http://localhost:5080/deliveries/issue-0001.md"}','5746d668ac76eb4eabea1a9a35e9aa373d6e49d1da0f49750cdb56d8bf174a0f','49397793b891e7b564445da22f5a8397601aab4deb194dc49c9d3deebfc4ab28','d8201b36c90c8200eefe086738ed250d71ffd74360902221e2bd01961c7ca67e');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E89B-7000-B005-35DE1D9D7366','01a20fa8e4b07a8c9b5919a1871956b6',7,'2026-11-24 22:24:17.563','01A20FA8-E3F0-7388-9CDD-2776ED663175','invitation.requested','{"by":"cooktheryan","contact":"Lars Kellogg-Stedman","people":1,"request":"01a20fa8e89b7c49b627c848f915a7ce","target":"sprint-planning","title":"Sprint planning meeting"}','d8201b36c90c8200eefe086738ed250d71ffd74360902221e2bd01961c7ca67e','c4dd168e02eb34f8ac512c3bea35141b28ed364de412985d8ccc6a7fde1e9bef','2234eb6b14921f9f03547bbae4ea77190643a6dcf5b5db071fd23e1435f1fd39');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E8C5-7000-8B55-0C66066017CE','01a20fa8e4b07a8c9b5919a1871956b6',8,'2026-11-24 22:24:17.605','01A20FA8-E3F0-7388-9CDD-2776ED663175','invitation.requested','{"by":"cooktheryan","contact":"Lars Kellogg-Stedman","people":1,"request":"01a20fa8e8c47874a435af782ee4c70d","target":"chat-room","title":"Operate First Ops"}','2234eb6b14921f9f03547bbae4ea77190643a6dcf5b5db071fd23e1435f1fd39','3853490fdeafb439a0cf2c363eb748f1ed420e30933a323c2f2bb6e7809eba34','ddd877a57f35dbb04e82e31a2b186953916145eea9a4a86c4eb878456146fdae');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E8E2-7000-8918-49C27241D6E6','01a20fa8e68172a09f76cf100acfac67',2,'2026-11-24 22:24:17.634','01A20FA8-E454-75A6-A158-A27B02A34BCD','agreement.accepted','{"acceptance":"01a20fa8e8e279eaa198c47eda3f18de","agreement":"telemetry","by":"russellb","project":"apex","sha256":"477d682c840660f5fd0f4cd64e42f58d317c04a829639d32416f958d5510a83d","title":"Telemetry agreement","version":1}','cf3d3e3e8735db3738abbdf05b1d1351525d83aac3b627ff14ec95c283bcc5eb','c27004c0f026c13ab70079c8cc08bb3c0ba5aa64772199125e48353e58ac9756','80a1e02556151da30f1bf046d7fe8b51cab54312e70fffc3d8076df7369cd339');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E8FD-7000-B6DE-F80C13862C5C','01a20fa8e68172a09f76cf100acfac67',3,'2026-11-24 22:24:17.661','01A20FA8-E454-75A6-A158-A27B02A34BCD','invitation.requested','{"by":"russellb","contact":"Bill Burns","people":1,"request":"01a20fa8e8fc745c860da3ec031e436b","target":"coordination","title":"Project Coordination meeting"}','80a1e02556151da30f1bf046d7fe8b51cab54312e70fffc3d8076df7369cd339','e80333fad31471e9ffac615ef8d2e26e5e28e42c28805c4fa3bde25e00d1ed4a','4880c22408a181f18e44172ebb70131da8e5b202031d87850db80b96619e9c6a');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E9B3-7000-85CC-E7B0BBB1C973','01a20fa8e4b07a8c9b5919a1871956b6',9,'2026-11-24 22:24:17.843','01A20FA8-E462-71CB-8114-02DE73D03F9E','invitation.approved','{"by":"bburns","reason":"","request":"01a20fa8e8397743be62aa3eefeef981","target":"coordination","title":"Project Coordination meeting"}','ddd877a57f35dbb04e82e31a2b186953916145eea9a4a86c4eb878456146fdae','fe6463bf7e0d0bc8541257ab762c0a17ec939a646c86d3cd990968fb381876ca','9d4e167b9329916b533d147f917009dffef89c0e17c9d43d9f2a19e64e18efa6');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E9D3-7000-BFA7-19264A3D6F89','01a20fa8e68172a09f76cf100acfac67',4,'2026-11-24 22:24:17.875','01A20FA8-E462-71CB-8114-02DE73D03F9E','invitation.changes-asked','{"by":"bburns","reason":"Who presents?","request":"01a20fa8e8fc745c860da3ec031e436b","target":"coordination","title":"Project Coordination meeting"}','4880c22408a181f18e44172ebb70131da8e5b202031d87850db80b96619e9c6a','e30910bec69e14f74a24e7480c15ec06980d8e1e31b4e4f9b1d866b05376efd0','3ed90850a07f85693ad577825ce5299601249e015ff7de0394de62ab9792a0c1');
INSERT INTO "LedgerEntries" VALUES('01A20FA8-E9FB-7000-9462-5BDD9F61526B','01a20fa8e6967307908b080a9bc56343',2,'2026-11-24 22:24:17.915','01A20FA8-E3F0-7388-9CDD-2776ED663175','project.closed','{"by":"cooktheryan","reason":"Nobody has time."}','038a4f030bca6098982773a8be333c602edf670f16af1accfb091f5bd88ff98e','97d027dae62e89aa6b17d19f751e5d72ad80be216d809f416b15e773121858b3','2be16a788ee3fca657cc190d1748bfdaf9b9334c8c80e04df25b6b7caa8a27e8');
CREATE TABLE "OutboxMessages" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_OutboxMessages" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "ProjectId" TEXT NULL,
    "SubjectId" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "Recipient" TEXT NOT NULL,
    "RecipientName" TEXT NOT NULL,
    "OrderKey" TEXT NOT NULL,
    "EnqueuedAtUtc" TEXT NOT NULL,
    "DueAtUtc" TEXT NOT NULL,
    "Attempts" INTEGER NOT NULL,
    "LeaseOwner" TEXT NULL,
    "LeaseEndsAtUtc" TEXT NULL,
    "State" TEXT NOT NULL,
    "FinishedAtUtc" TEXT NULL,
    "Result" TEXT NOT NULL,
    "ResultUrl" TEXT NOT NULL,
    "LastError" TEXT NOT NULL
);
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E73C-7000-A9AD-6F3F9AF2DD8A','mail.agreement-receipt.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E72E-70AB-91B0-5090BE187C89','Receipt to cooktheryan: telemetry agreement, version 1','lead@example.org','cooktheryan','','2026-11-24 22:24:17.197','2026-11-24 22:24:17.197',1,NULL,NULL,'sent','2026-11-24 22:24:17.447','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417197z-agreement-receipt-sigstore-aas-9af2dd8a.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E7AA-7000-BD58-03BE41D0D8C0','mail.agreement-receipt.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E7A9-7C52-801F-A02317B6F505','Receipt to cooktheryan: commitment agreement, version 1','lead@example.org','cooktheryan','','2026-11-24 22:24:17.321','2026-11-24 22:24:17.321',1,NULL,NULL,'sent','2026-11-24 22:24:17.498','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417321z-agreement-receipt-sigstore-aas-41d0d8c0.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E7CE-7000-A2C5-A173C187FFD2','github.tracking-issue-sync.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','Public tracking issue','','','issue/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.329','2026-11-24 22:24:17.329',1,NULL,NULL,'sent','2026-11-24 22:24:17.565','Issue #1 opened','http://localhost:5080/deliveries/issue-0001.md','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E854-7000-B48A-24DB1B5F7DB6','mail.invitation-requested.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E839-7743-BE62-AA3EEFEEF981','Invite request to Bill Burns: the Project Coordination meeting','bburns@redhat.com','Bill Burns','invitation/coordination/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.492','2026-11-24 22:24:17.492',1,NULL,NULL,'sent','2026-11-24 22:24:17.638','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417492z-invitation-requested-sigstore-aas-1b5f7db6.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E854-7001-904F-89CE8942AABD','mail.invitation-received.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E839-7743-BE62-AA3EEFEEF981','Receipt to cooktheryan: request for the Project Coordination meeting','lead@example.org','Project Lead','invitation/coordination/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.492','2026-11-24 22:24:17.492',1,NULL,NULL,'sent','2026-11-24 22:24:17.648','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417492z-invitation-received-sigstore-aas-8942aabd.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E89B-7001-B2CA-5A65BDBD866D','mail.invitation-requested.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E89B-7C49-B627-C848F915A7CE','Invite request to Lars Kellogg-Stedman: the Sprint planning meeting','lars@redhat.com','Lars Kellogg-Stedman','invitation/sprint-planning/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.563','2026-11-24 22:24:17.563',1,NULL,NULL,'sent','2026-11-24 22:24:17.654','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417563z-invitation-requested-sigstore-aas-bdbd866d.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E89C-7000-A414-E9A09F0957E7','mail.invitation-received.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E89B-7C49-B627-C848F915A7CE','Receipt to cooktheryan: request for the Sprint planning meeting','lead@example.org','Project Lead','invitation/sprint-planning/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.564','2026-11-24 22:24:17.564',1,NULL,NULL,'sent','2026-11-24 22:24:17.659','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417564z-invitation-received-sigstore-aas-9f0957e7.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8A5-7000-8E9F-232FD6744A44','github.tracking-issue-sync.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','Check list of issue #1','','','issue/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.572','2026-11-24 22:24:17.572',1,NULL,NULL,'sent','2026-11-24 22:24:17.673','Check list of issue #1 brought up to date','http://localhost:5080/deliveries/issue-0001.md','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8A5-7001-A6AC-03724045851F','github.tracking-issue-comment.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E89B-7000-B005-35DE1D9D7366','Comment on issue #1','','','issue/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.572','2026-11-24 22:24:17.572',1,NULL,NULL,'sent','2026-11-24 22:24:17.739','Comment written on issue #1','http://localhost:5080/deliveries/issue-0001-comment-20261124t222417691z-beb75fcc.md','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8C5-7001-868D-994FE3F3129B','mail.invitation-requested.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E8C4-7874-A435-AF782EE4C70D','Invite request to Lars Kellogg-Stedman: the chat room “Operate First Ops”','lars@redhat.com','Lars Kellogg-Stedman','invitation/chat-room/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.605','2026-11-24 22:24:17.605',1,NULL,NULL,'sent','2026-11-24 22:24:17.749','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417605z-invitation-requested-sigstore-aas-e3f3129b.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8C5-7002-9517-D2F8E48F8526','mail.invitation-received.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E8C4-7874-A435-AF782EE4C70D','Receipt to cooktheryan: request for the chat room “Operate First Ops”','lead@example.org','Project Lead','invitation/chat-room/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.605','2026-11-24 22:24:17.605',1,NULL,NULL,'sent','2026-11-24 22:24:17.755','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417605z-invitation-received-sigstore-aas-e48f8526.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8CA-7000-AB62-C0D50670DBAC','github.tracking-issue-comment.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E8C5-7000-8B55-0C66066017CE','Comment on issue #1','','','issue/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.61','2026-11-24 22:24:17.61',1,NULL,NULL,'sent','2026-11-24 22:24:17.76','Comment written on issue #1','http://localhost:5080/deliveries/issue-0001-comment-20261124t222417759z-6b4e5991.md','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8E3-7000-A8E1-FEB6EC4E264C','mail.agreement-receipt.v1','01A20FA8-E681-72A0-9F76-CF100ACFAC67','01A20FA8-E8E2-79EA-A198-C47EDA3F18DE','Receipt to russellb: telemetry agreement, version 1','second.lead@example.org','russellb','','2026-11-24 22:24:17.634','2026-11-24 22:24:17.634',1,NULL,NULL,'sent','2026-11-24 22:24:17.765','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417634z-agreement-receipt-apex-ec4e264c.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8FD-7001-ACF9-BF6E7FDE6A4B','mail.invitation-requested.v1','01A20FA8-E681-72A0-9F76-CF100ACFAC67','01A20FA8-E8FC-745C-860D-A3EC031E436B','Invite request to Bill Burns: the Project Coordination meeting','bburns@redhat.com','Bill Burns','invitation/coordination/01a20fa8e68172a09f76cf100acfac67','2026-11-24 22:24:17.661','2026-11-24 22:24:17.661',1,NULL,NULL,'sent','2026-11-24 22:24:17.771','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417661z-invitation-requested-apex-7fde6a4b.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E8FD-7002-8105-25F103B1FB9C','mail.invitation-received.v1','01A20FA8-E681-72A0-9F76-CF100ACFAC67','01A20FA8-E8FC-745C-860D-A3EC031E436B','Receipt to russellb: request for the Project Coordination meeting','second.lead@example.org','Second Lead','invitation/coordination/01a20fa8e68172a09f76cf100acfac67','2026-11-24 22:24:17.661','2026-11-24 22:24:17.661',1,NULL,NULL,'sent','2026-11-24 22:24:17.776','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417661z-invitation-received-apex-03b1fb9c.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E9B4-7000-82B5-3361D176CFE9','mail.invitation-decided.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E839-7743-BE62-AA3EEFEEF981','Answer to cooktheryan: Project Coordination meeting','lead@example.org','Project Lead','invitation/coordination/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.844','2026-11-24 22:24:17.844',1,NULL,NULL,'sent','2026-11-24 22:24:17.86','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417844z-invitation-decided-sigstore-aas-d176cfe9.eml','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E9BA-7000-911E-20890EAD4AF7','github.tracking-issue-sync.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','Check list of issue #1','','','issue/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.85','2026-11-24 22:24:17.85',1,NULL,NULL,'sent','2026-11-24 22:24:17.869','Check list of issue #1 brought up to date','http://localhost:5080/deliveries/issue-0001.md','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E9BA-7001-A2CE-D98381E95BF6','github.tracking-issue-comment.v1','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E9B3-7000-85CC-E7B0BBB1C973','Comment on issue #1','','','issue/01a20fa8e4b07a8c9b5919a1871956b6','2026-11-24 22:24:17.85','2026-11-24 22:24:17.85',1,NULL,NULL,'sent','2026-11-24 22:24:17.873','Comment written on issue #1','http://localhost:5080/deliveries/issue-0001-comment-20261124t222417872z-693c57e8.md','');
INSERT INTO "OutboxMessages" VALUES('01A20FA8-E9D4-7000-B249-BA62CFFDA3B8','mail.invitation-decided.v1','01A20FA8-E681-72A0-9F76-CF100ACFAC67','01A20FA8-E8FC-745C-860D-A3EC031E436B','Answer to russellb: Project Coordination meeting','second.lead@example.org','Second Lead','invitation/coordination/01a20fa8e68172a09f76cf100acfac67','2026-11-24 22:24:17.876','2026-11-24 22:24:17.876',1,NULL,NULL,'sent','2026-11-24 22:24:17.89','Written to the delivery folder','http://localhost:5080/deliveries/20261124t222417876z-invitation-decided-apex-cffda3b8.eml','');
CREATE TABLE "ProjectMembers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_ProjectMembers" PRIMARY KEY,
    "ProjectId" TEXT NOT NULL,
    "Provider" TEXT NOT NULL,
    "Login" TEXT NOT NULL,
    "LoginKey" TEXT NOT NULL,
    "AccountId" TEXT NULL,
    "Name" TEXT NOT NULL,
    "IsLead" INTEGER NOT NULL,
    "MayAccept" INTEGER NOT NULL,
    "AddedAtUtc" TEXT NOT NULL,
    CONSTRAINT "FK_ProjectMembers_Projects_ProjectId" FOREIGN KEY ("ProjectId") REFERENCES "Projects" ("Id") ON DELETE CASCADE
);
INSERT INTO "ProjectMembers" VALUES('01A20FA8-E4B1-78CC-B576-C6C0E29654AF','01A20FA8-E4B0-7A8C-9B59-19A1871956B6','development','cooktheryan','cooktheryan','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan',1,0,'2026-11-24 22:24:16.56');
INSERT INTO "ProjectMembers" VALUES('01A20FA8-E681-7869-BC5D-AEC182EE55D8','01A20FA8-E681-72A0-9F76-CF100ACFAC67','development','russellb','russellb','01A20FA8-E454-75A6-A158-A27B02A34BCD','russellb',1,0,'2026-11-24 22:24:17.025');
INSERT INTO "ProjectMembers" VALUES('01A20FA8-E696-785A-98A4-B626E41E2004','01A20FA8-E696-7307-908B-080A9BC56343','development','cooktheryan','cooktheryan','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan',1,0,'2026-11-24 22:24:17.046');
CREATE TABLE "ProjectProgress" (
    "ProjectId" TEXT NOT NULL CONSTRAINT "PK_ProjectProgress" PRIMARY KEY,
    "DoneCount" INTEGER NOT NULL,
    "CurrentTitle" TEXT NOT NULL,
    "WaitsFor" TEXT NOT NULL,
    "NextDeadlineUtc" TEXT NULL,
    "ClusterAccess_SinceUtc" TEXT NOT NULL,
    "ClusterAccess_State" TEXT NOT NULL,
    "Commitment_SinceUtc" TEXT NOT NULL,
    "Commitment_State" TEXT NOT NULL,
    "Conversation_SinceUtc" TEXT NOT NULL,
    "Conversation_State" TEXT NOT NULL,
    "Coordination_SinceUtc" TEXT NOT NULL,
    "Coordination_State" TEXT NOT NULL,
    "Environment_SinceUtc" TEXT NOT NULL,
    "Environment_State" TEXT NOT NULL,
    "Register_SinceUtc" TEXT NOT NULL,
    "Register_State" TEXT NOT NULL,
    "SprintPlanning_SinceUtc" TEXT NOT NULL,
    "SprintPlanning_State" TEXT NOT NULL,
    "Telemetry_SinceUtc" TEXT NOT NULL,
    "Telemetry_State" TEXT NOT NULL,
    CONSTRAINT "FK_ProjectProgress_Projects_ProjectId" FOREIGN KEY ("ProjectId") REFERENCES "Projects" ("Id") ON DELETE CASCADE
);
INSERT INTO "ProjectProgress" VALUES('01A20FA8-E4B0-7A8C-9B59-19A1871956B6',5,'Join the conversation','',NULL,'2026-11-24 22:24:17.321','your-turn','2026-11-24 22:24:17.321','done','2026-11-24 22:24:16.56','your-turn','2026-11-24 22:24:17.843','done','2026-11-24 22:24:17.115','done','2026-11-24 22:24:16.56','done','2026-11-24 22:24:17.563','waiting','2026-11-24 22:24:17.197','done');
INSERT INTO "ProjectProgress" VALUES('01A20FA8-E681-72A0-9F76-CF100ACFAC67',2,'Understand the environment','',NULL,'2026-11-24 22:24:17.025','blocked','2026-11-24 22:24:17.025','your-turn','2026-11-24 22:24:17.025','your-turn','2026-11-24 22:24:17.875','your-turn','2026-11-24 22:24:17.025','your-turn','2026-11-24 22:24:17.025','done','2026-11-24 22:24:17.025','blocked','2026-11-24 22:24:17.634','done');
INSERT INTO "ProjectProgress" VALUES('01A20FA8-E696-7307-908B-080A9BC56343',1,'','',NULL,'2026-11-24 22:24:17.915','stopped','2026-11-24 22:24:17.915','stopped','2026-11-24 22:24:17.915','stopped','2026-11-24 22:24:17.915','stopped','2026-11-24 22:24:17.915','stopped','2026-11-24 22:24:17.046','done','2026-11-24 22:24:17.915','stopped','2026-11-24 22:24:17.915','stopped');
CREATE TABLE "Projects" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Projects" PRIMARY KEY,
    "Slug" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Description" TEXT NOT NULL,
    "RepositoryUrl" TEXT NOT NULL,
    "DocumentationUrl" TEXT NOT NULL,
    "ContactEmail" TEXT NOT NULL,
    "RegisteredAtUtc" TEXT NOT NULL,
    "ClosedAtUtc" TEXT NULL,
    "CloseReason" TEXT NOT NULL,
    "ClusterAccessAtUtc" TEXT NULL,
    "Version" INTEGER NOT NULL
);
INSERT INTO "Projects" VALUES('01A20FA8-E4B0-7A8C-9B59-19A1871956B6','sigstore-aas','sigstore-aas','Initial work on deploying sigstore AAS','https://github.com/redhat-et/sigstore-aas','','lead@example.org','2026-11-24 22:24:16.56',NULL,'',NULL,7);
INSERT INTO "Projects" VALUES('01A20FA8-E681-72A0-9F76-CF100ACFAC67','apex','apex','prototyping an open-source networking service','https://github.com/redhat-et/apex','','lead@example.org','2026-11-24 22:24:17.025',NULL,'',NULL,3);
INSERT INTO "Projects" VALUES('01A20FA8-E696-7307-908B-080A9BC56343','withdrawn-idea','withdrawn-idea','An idea that was given up','https://github.com/redhat-et/withdrawn-idea','','lead@example.org','2026-11-24 22:24:17.046','2026-11-24 22:24:17.915','Nobody has time.',NULL,1);
CREATE TABLE "ReadingConfirmations" (
    "ProjectId" TEXT NOT NULL CONSTRAINT "PK_ReadingConfirmations" PRIMARY KEY,
    "AccountId" TEXT NOT NULL,
    "AccountName" TEXT NOT NULL,
    "TextSha256" TEXT NOT NULL,
    "AtUtc" TEXT NOT NULL
);
INSERT INTO "ReadingConfirmations" VALUES('01A20FA8-E4B0-7A8C-9B59-19A1871956B6','01A20FA8-E3F0-7388-9CDD-2776ED663175','cooktheryan','3187640d8f79719782399b32af1034f4e1529a8f1bddaa7ab39fd1ead602ea86','2026-11-24 22:24:17.115');
CREATE TABLE "TrackingIssues" (
    "ProjectId" TEXT NOT NULL CONSTRAINT "PK_TrackingIssues" PRIMARY KEY,
    "PromisedAtUtc" TEXT NOT NULL,
    "PromisedSha256" TEXT NOT NULL,
    "OpeningBegunAtUtc" TEXT NULL,
    "Number" INTEGER NULL,
    "Url" TEXT NOT NULL,
    "OpenedAtUtc" TEXT NULL,
    CONSTRAINT "FK_TrackingIssues_Projects_ProjectId" FOREIGN KEY ("ProjectId") REFERENCES "Projects" ("Id") ON DELETE CASCADE
);
INSERT INTO "TrackingIssues" VALUES('01A20FA8-E4B0-7A8C-9B59-19A1871956B6','2026-11-24 22:24:17.329','c35af69472e129138d8317ef71fd9479b5c668d2da7fc01c33470240604fc00a','2026-11-24 22:24:17.548',1,'http://localhost:5080/deliveries/issue-0001.md','2026-11-24 22:24:17.556');
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO "__EFMigrationsHistory" VALUES('20261124021034_FirstProjects','10.0.15');
CREATE TABLE "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE INDEX "IX_Acceptances_Agreement_Number" ON "Acceptances" ("Agreement", "Number");
CREATE UNIQUE INDEX "IX_Acceptances_ProjectId_Agreement_Number" ON "Acceptances" ("ProjectId", "Agreement", "Number");
CREATE INDEX "IX_Accounts_Provider_LoginKey" ON "Accounts" ("Provider", "LoginKey");
CREATE UNIQUE INDEX "IX_Accounts_Provider_Subject" ON "Accounts" ("Provider", "Subject");
CREATE INDEX "IX_InvitationRequests_Contact_State_RequestedAtUtc" ON "InvitationRequests" ("Contact", "State", "RequestedAtUtc");
CREATE UNIQUE INDEX "IX_InvitationRequests_ProjectId_Target" ON "InvitationRequests" ("ProjectId", "Target") WHERE "State" IN ('waiting', 'changes-asked');
CREATE INDEX "IX_InvitationRequests_ProjectId_Target_RequestedAtUtc" ON "InvitationRequests" ("ProjectId", "Target", "RequestedAtUtc");
CREATE UNIQUE INDEX "IX_LedgerEntries_Chain_Sequence" ON "LedgerEntries" ("Chain", "Sequence");
CREATE INDEX "IX_OutboxMessages_OrderKey_State" ON "OutboxMessages" ("OrderKey", "State");
CREATE INDEX "IX_OutboxMessages_ProjectId" ON "OutboxMessages" ("ProjectId");
CREATE INDEX "IX_OutboxMessages_State_DueAtUtc" ON "OutboxMessages" ("State", "DueAtUtc");
CREATE INDEX "IX_ProjectMembers_AccountId" ON "ProjectMembers" ("AccountId");
CREATE UNIQUE INDEX "IX_ProjectMembers_ProjectId_Provider_LoginKey" ON "ProjectMembers" ("ProjectId", "Provider", "LoginKey");
CREATE INDEX "IX_ProjectMembers_Provider_LoginKey" ON "ProjectMembers" ("Provider", "LoginKey");
CREATE UNIQUE INDEX "IX_Projects_Slug" ON "Projects" ("Slug");
CREATE TRIGGER "Acceptances_refuses_UPDATE" BEFORE UPDATE ON "Acceptances"
BEGIN SELECT RAISE(ABORT, 'Acceptances is append-only'); END;
CREATE TRIGGER "Acceptances_refuses_DELETE" BEFORE DELETE ON "Acceptances"
BEGIN SELECT RAISE(ABORT, 'Acceptances is append-only'); END;
CREATE TRIGGER "AgreementVersions_refuses_UPDATE" BEFORE UPDATE ON "AgreementVersions"
BEGIN SELECT RAISE(ABORT, 'AgreementVersions is append-only'); END;
CREATE TRIGGER "AgreementVersions_refuses_DELETE" BEFORE DELETE ON "AgreementVersions"
BEGIN SELECT RAISE(ABORT, 'AgreementVersions is append-only'); END;
CREATE TRIGGER "ReadingConfirmations_refuses_UPDATE" BEFORE UPDATE ON "ReadingConfirmations"
BEGIN SELECT RAISE(ABORT, 'ReadingConfirmations is append-only'); END;
CREATE TRIGGER "ReadingConfirmations_refuses_DELETE" BEFORE DELETE ON "ReadingConfirmations"
BEGIN SELECT RAISE(ABORT, 'ReadingConfirmations is append-only'); END;
CREATE TRIGGER "LedgerEntries_refuses_UPDATE" BEFORE UPDATE ON "LedgerEntries"
BEGIN SELECT RAISE(ABORT, 'LedgerEntries is append-only'); END;
CREATE TRIGGER "LedgerEntries_refuses_DELETE" BEFORE DELETE ON "LedgerEntries"
BEGIN SELECT RAISE(ABORT, 'LedgerEntries is append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('DataProtectionKeys',1);
COMMIT;
